// What the pure core must not import resolves to this empty module, so that every use of it is a compile error.
export {}
