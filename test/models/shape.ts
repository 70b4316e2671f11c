/** The oracle's engine: whether a value is what a cloud's own API model takes. Independent of the library, and of every cloud. */

/** What an API takes at one place, distilled from its vendor's model. A value that breaks any of it is refused. */
export interface Shape {
  type: "structure" | "list" | "map" | "string" | "integer" | "number" | "boolean" | "any";
  /** Of a structure: every member that there is. */
  members?: Record<string, Member>;
  required?: string[];
  /** Of a list: what it holds. */
  item?: Member;
  /** Of a map: what its keys lead to. */
  value?: Member;
  /** Of a map: what its keys are. */
  key?: Member;
  enum?: (string | number)[];
  /** A regular expression (flag `u`) with the anchors that it needs. */
  pattern?: string;
  /** Least length of a string, value of a number, count of a list or map. */
  min?: number;
  /** Most of the same. */
  max?: number;
  /** Whether the API only answers it and takes no input for it. */
  readOnly?: boolean;
}

export type Member = Shape | { ref: string };

/** The shapes of a cloud's API that are used here, by name. */
export interface ApiModel {
  /** Package and version that they come from. */
  source: string;
  shapes: Record<string, Shape>;
}

export interface Problem {
  /** Where, for example `vpcConfig.subnetIds[0]`. */
  path: string;
  value: unknown;
  /** What is wrong, as the rest of a sentence that starts with the value. */
  problem: string;
}

/** Every way in which a value is not what the named shape takes. */
export function checkShape(value: unknown, shapeName: string, model: ApiModel, path = ""): Problem[] {
  return check(value, resolve({ ref: shapeName }, model), model, path);
}

/** The shape behind a member. @throws when the model does not hold it: a model that was distilled must be whole. */
export function resolve(member: Member, model: ApiModel): Shape {
  if (!("ref" in member)) return member;
  const shape = model.shapes[member.ref];
  if (shape === undefined) throw new Error(`${model.source} has no shape ${member.ref}`);
  return shape;
}

/** The path of a member of a structure or map; a name that is no identifier stands in quotes. */
export function memberPath(path: string, name: string): string {
  if (!/^[A-Za-z_$][\w$-]*$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === "" ? name : `${path}.${name}`;
}

function check(value: unknown, shape: Shape, model: ApiModel, path: string): Problem[] {
  if (shape.readOnly === true) return [{ path, value, problem: "is only ever answered by the API" }];
  if (!hasType(value, shape.type)) return [{ path, value, problem: `is no ${shape.type}` }];
  const own = [...limits(value, shape)].map((problem): Problem => ({ path, value, problem }));
  return [...own, ...within(value, shape, model, path)];
}

function hasType(value: unknown, type: Shape["type"]): boolean {
  switch (type) {
    case "any":
      return true;
    case "string":
    case "boolean":
      return typeof value === type;
    case "number":
      return typeof value === "number" && Number.isFinite(value);
    case "integer":
      return Number.isSafeInteger(value);
    case "list":
      return Array.isArray(value);
    case "structure":
    case "map":
      return typeof value === "object" && value !== null && !Array.isArray(value);
  }
}

function* limits(value: unknown, shape: Shape): Generator<string> {
  if (shape.enum && !shape.enum.includes(value as string)) yield `is none of ${shape.enum.join(", ")}`;
  if (shape.pattern !== undefined && typeof value === "string" && !new RegExp(shape.pattern, "u").test(value)) {
    yield `does not match ${shape.pattern}`;
  }
  const { size, unit } = sizeOf(value);
  if (size === undefined) return;
  if (shape.min !== undefined && size < shape.min) yield `has ${size}${unit}, fewer than ${shape.min}`;
  if (shape.max !== undefined && size > shape.max) yield `has ${size}${unit}, more than ${shape.max}`;
}

function sizeOf(value: unknown): { size?: number; unit: string } {
  if (typeof value === "number") return { size: value, unit: "" };
  if (typeof value === "string") return { size: Array.from(value).length, unit: " characters" };
  if (Array.isArray(value)) return { size: value.length, unit: " items" };
  if (typeof value === "object" && value !== null) return { size: Object.keys(value).length, unit: " entries" };
  return { unit: "" };
}

function within(value: unknown, shape: Shape, model: ApiModel, path: string): Problem[] {
  if (isList(value)) {
    const item = shape.item && resolve(shape.item, model);
    return item ? value.flatMap((entry, index) => check(entry, item, model, `${path}[${index}]`)) : [];
  }
  if (typeof value !== "object" || value === null) return [];
  const entries = Object.entries(value as Record<string, unknown>).filter(([, member]) => member !== undefined);
  if (shape.type === "map") return entries.flatMap((entry) => checkEntry(entry, shape, model, path));
  if (shape.type !== "structure") return [];
  const missing = (shape.required ?? []).filter((name) => !entries.some(([given]) => given === name));
  return [
    ...missing.map((name): Problem => ({ path: memberPath(path, name), value: undefined, problem: "is required" })),
    ...entries.flatMap(([name, member]) => {
      const known = shape.members?.[name];
      const at = memberPath(path, name);
      if (known === undefined) return [{ path: at, value: member, problem: "is not known to the API" }];
      return check(member, resolve(known, model), model, at);
    }),
  ];
}

function checkEntry([key, value]: [string, unknown], shape: Shape, model: ApiModel, path: string): Problem[] {
  const at = memberPath(path, key);
  const ofKey = shape.key ? check(key, resolve(shape.key, model), model, at) : [];
  return [...ofKey, ...(shape.value ? check(value, resolve(shape.value, model), model, at) : [])];
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}
