/** Reads the values of enums from the type declarations of Microsoft's npm packages. */

import { readFileSync } from "node:fs";

import ts from "typescript";

export interface Declarations {
  /** The values that a property may have, where its type is an enum or a list or map of one. */
  valuesOf(className: string, property: string): string[] | undefined;
  /** Whether an object of the class can't be made without the property; the mappers forget it of structures. */
  isRequired(className: string, property: string): boolean;
}

export function readDeclarations(path: string): Declarations {
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  const classes = new Map<string, ts.InterfaceDeclaration>();
  const enums = new Map<string, string[]>();
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement)) classes.set(statement.name.text, statement);
    if (ts.isEnumDeclaration(statement)) enums.set(statement.name.text, valuesIn(statement));
    if (ts.isTypeAliasDeclaration(statement)) {
      const values = literalsIn(statement.type);
      if (values.length > 0) enums.set(statement.name.text, values);
    }
  }

  function signatureOf(className: string, property: string): ts.PropertySignature | undefined {
    const declared = classes.get(className);
    const own = declared?.members.find((member) => member.name?.getText().replaceAll('"', "") === property);
    if (own !== undefined && ts.isPropertySignature(own)) return own;
    const bases = declared?.heritageClauses?.flatMap(({ types }) => types.map((type) => type.getText())) ?? [];
    for (const base of bases) {
      const inherited = signatureOf(base, property);
      if (inherited !== undefined) return inherited;
    }
    return undefined;
  }

  return {
    valuesOf(className, property) {
      const name = signatureOf(className, property)
        ?.type?.getText()
        .match(/^(?:\{\s*\[[^\]]*\]: )?(\w+)/)?.[1];
      return name === undefined ? undefined : (enums.get(`Known${name}`) ?? enums.get(name));
    },
    isRequired(className, property) {
      const signature = signatureOf(className, property);
      return signature !== undefined && signature.questionToken === undefined;
    },
  };
}

function valuesIn(declaration: ts.EnumDeclaration): string[] {
  return declaration.members.flatMap(({ initializer }) =>
    initializer !== undefined && ts.isStringLiteral(initializer) ? [initializer.text] : [],
  );
}

/** Literals of a union; none where it holds anything else. */
function literalsIn(type: ts.TypeNode): string[] {
  if (!ts.isUnionTypeNode(type)) return [];
  return type.types.flatMap((part) =>
    ts.isLiteralTypeNode(part) && ts.isStringLiteral(part.literal) ? [part.literal.text] : [],
  );
}
