// Lint rules of src/core: it imports fp-ts, io-ts and itself, and computes only what every JavaScript engine agrees on.
const exactMath = new Set(["abs", "ceil", "clz32", "floor", "fround", "imul", "max", "min", "sign", "sqrt", "trunc"])
const allowedImport = /^(fp-ts\/lib\/|io-ts$|\.{1,2}\/(?!.*(effects|cli)\/))/

const exactArithmetic = {
  create(context) {
    const refuse = (node, what) =>
      context.report({ node, message: `${what} gives other bits on other engines; use src/core/numeric` })
    return {
      BinaryExpression: (node) => node.operator === "**" && refuse(node, "`**`"),
      AssignmentExpression: (node) => node.operator === "**=" && refuse(node, "`**=`"),
      MemberExpression: (node) =>
        node.object.type === "Identifier" && node.object.name === "Math" &&
        (node.computed || !exactMath.has(node.property.name)) && refuse(node, "this member of Math")
    }
  }
}

const pureImports = {
  create(context) {
    const check = (node) => {
      if (node.source && !allowedImport.test(node.source.value)) {
        context.report({ node, message: "the core imports fp-ts, io-ts and itself only" })
      }
    }
    return { ImportDeclaration: check, ImportExpression: check, ExportNamedDeclaration: check, ExportAllDeclaration: check }
  }
}

export default {
  meta: { name: "pvll" },
  rules: { "exact-arithmetic": exactArithmetic, "pure-imports": pureImports }
}
