/** What was given on the command line and cannot be taken, as a sentence. */
export class WrongOption extends Error {}
