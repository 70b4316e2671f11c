/** How the recorded inputs of a Pulumi resource become the requests that its provider sends, by a table of every resource type. */

import type { RecordedResource } from "../../lib/testing";
import { type ApiModel, checkShape, memberPath, type Problem, resolve, type Shape } from "./shape";

/** What one resource type becomes. Properties that are named as in the API, but for upper and lower case, need no row. */
export interface Mapping {
  /** Shape of the request that creates it. */
  shape: string;
  /** Properties that go elsewhere, by their path without indices: `vpcConfig`, `taints.effect`. */
  properties?: Record<string, Place>;
  /** What the provider adds by itself, by request and path of members; left out where the program says it. */
  adds?: Record<string, (resource: RecordedResource) => Record<string, unknown>>;
}

/** Where a property goes. */
export type Place =
  /** Path of members from the structure that its parent became: `resourcesVpcConfig`, `properties.storage`, `Tags.0.Key`. */
  | string
  | {
      to: string;
      /** `list` puts the one value into a list, `first` takes it out of one; a function makes the API's value at once. */
      as?: "list" | "first" | Convert;
      /** Another request that carries it, from whose top `to` leads. @default the request of its parent */
      request?: string;
    }
  /** The provider's own, with the reason: no request carries it. */
  | { own: string };

type Convert = (value: unknown, resource: RecordedResource) => unknown;

/** A resource type without a request of its own. */
export interface NoRequest {
  /** Why. */
  none: string;
}

export interface MappingTable {
  model: ApiModel;
  resources: Record<string, Mapping | NoRequest>;
  /** Structures whose members the provider lifts to the level above, as it does with ARM's `properties`. @default none */
  lifted?: string[];
}

/** One request to the API. */
export interface ApiRequest {
  shape: string;
  body: Record<string, unknown>;
  /** Paths of the properties that the body's members come from, by the members' paths. */
  origins: Map<string, string>;
  /** Paths of members that a function made: what is inside them has no property of its own. */
  made: Set<string>;
}

/** Every way in which a resource's inputs are not what the API takes; paths are those of the resource's properties. */
export function checkResource(resource: RecordedResource, table: MappingTable): Problem[] {
  const row = table.resources[resource.type];
  if (row === undefined) return [{ path: "", value: resource.type, problem: "is a resource type without a row" }];
  if ("none" in row) return [];
  return requestsOf(resource, table).flatMap((request) =>
    checkShape(request.body, request.shape, table.model).map((problem) => ({
      ...problem,
      path: propertyOf(problem.path, request, row, table.lifted),
    })),
  );
}

/** The requests that the provider sends for a resource: the one that creates it first. None for a type without a row. */
export function requestsOf(resource: RecordedResource, table: MappingTable): ApiRequest[] {
  const row = table.resources[resource.type];
  if (row === undefined || "none" in row) return [];
  const requests = new Map<string, ApiRequest>();
  const request = (shape: string): ApiRequest => {
    const known: ApiRequest = requests.get(shape) ?? { shape, body: {}, origins: new Map(), made: new Set() };
    requests.set(shape, known);
    return known;
  };
  new Translation(resource, row, table, request).run();
  for (const { shape, body } of requests.values()) {
    const added = row.adds?.[shape]?.(resource) ?? {};
    for (const [to, value] of Object.entries(added)) addTo(body, to.split("."), value);
  }
  return [...requests.values()];
}

/** Puts a value where there is none. */
function addTo(body: Record<string, unknown>, to: string[], value: unknown): void {
  const [name, ...deeper] = to;
  if (name === undefined) return;
  if (deeper.length === 0) body[name] ??= value;
  else addTo((body[name] ??= isIndex(deeper[0]!) ? [] : {}) as Record<string, unknown>, deeper, value);
}

/** Where a value stands: in the program, in the table, and in a request. */
interface Position {
  /** Path of the property in the program. */
  property: string;
  /** The same without indices. */
  row: string;
  /** Path in the request's body. */
  member: string;
  request: ApiRequest;
}

class Translation {
  constructor(
    private readonly resource: RecordedResource,
    private readonly row: Mapping,
    private readonly table: MappingTable,
    private readonly request: (shape: string) => ApiRequest,
  ) {}

  run(): void {
    const request = this.request(this.row.shape);
    const at = { property: "", row: "", member: "", request };
    this.structure(this.resource.inputs, this.shapeOf(this.row.shape), at, request.body);
  }

  private structure(
    value: Record<string, unknown>,
    shape: Shape,
    at: Position,
    body: Record<string, unknown>,
  ): Record<string, unknown> {
    for (const [key, member] of Object.entries(value)) {
      if (member === undefined || member === null) continue;
      const row = at.row === "" ? key : `${at.row}.${key}`;
      const property = memberPath(at.property, key);
      const place = this.row.properties?.[row] ?? this.sameName(key, shape);
      if (typeof place === "object" && "own" in place) continue;
      const { to, as, request } = typeof place === "string" ? { to: place } : place;
      const from = request === undefined ? at : { ...at, member: "", request: this.request(request) };
      const root = request === undefined ? shape : this.shapeOf(request);
      this.put(member, as, { ...from, property, row }, to, root, request === undefined ? body : from.request.body);
    }
    return body;
  }

  private put(
    value: unknown,
    as: "list" | "first" | Convert | undefined,
    at: Position,
    to: string,
    root: Shape,
    body: Record<string, unknown>,
  ): void {
    const names = to.split(".");
    const last = names.pop()!;
    let { member } = at;
    let shape: Shape | undefined = root;
    let holder = body;
    for (const [depth, name] of names.entries()) {
      member = placePath(member, name);
      shape = this.memberOf(shape, name);
      const isInList = isIndex(names[depth + 1] ?? last);
      holder = (holder[name] ??= isInList ? [] : {}) as Record<string, unknown>;
    }
    const target: Position = { ...at, member: placePath(member, last) };
    at.request.origins.set(target.member, at.property);
    const place = this.memberOf(shape, last);
    const merged = holder[last];
    const put = this.converted(value, as, place, target);
    holder[last] = isObject(merged) && isObject(put) ? { ...merged, ...put } : put;
  }

  private converted(
    value: unknown,
    as: "list" | "first" | Convert | undefined,
    shape: Shape | undefined,
    at: Position,
  ): unknown {
    if (typeof as === "function") {
      at.request.made.add(at.member);
      return as(value, this.resource);
    }
    if (as === "first") return Array.isArray(value) && value.length === 1 ? this.inner(value[0], shape, at) : value;
    if (as !== "list") return this.value(value, shape, at);
    const item = shape?.item && resolve(shape.item, this.table.model);
    at.request.origins.set(`${at.member}[0]`, at.property);
    return [this.value(value, item, { ...at, member: `${at.member}[0]` })];
  }

  /** A value that stood alone in a list. */
  private inner(value: unknown, shape: Shape | undefined, at: Position): unknown {
    const property = `${at.property}[0]`;
    at.request.origins.set(at.member, property);
    return this.value(value, shape, { ...at, property });
  }

  private value(value: unknown, shape: Shape | undefined, at: Position): unknown {
    if (shape === undefined) return value;
    if (Array.isArray(value)) {
      const item = shape.item && resolve(shape.item, this.table.model);
      return value.map((entry, index) => {
        const next = { ...at, property: `${at.property}[${index}]`, member: `${at.member}[${index}]` };
        at.request.origins.set(next.member, next.property);
        return this.value(entry, item, next);
      });
    }
    if (!isObject(value)) return value;
    if (shape.type === "structure") return this.structure(value, shape, at, {});
    if (shape.type !== "map") return value;
    const held = shape.value && resolve(shape.value, this.table.model);
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => {
        const next = { ...at, property: memberPath(at.property, key), member: memberPath(at.member, key) };
        at.request.origins.set(next.member, next.property);
        return [key, this.value(entry, held, next)];
      }),
    );
  }

  /** The member of the property's name, whatever its case, also one that the provider lifts; else the name, to be refused. */
  private sameName(key: string, shape: Shape): string {
    const named = nameIn(shape, key);
    if (named !== undefined) return named;
    for (const lifted of this.table.lifted ?? []) {
      const inside = this.memberOf(shape, lifted);
      const name = inside && nameIn(inside, key);
      if (name !== undefined) return `${lifted}.${name}`;
    }
    return key;
  }

  private memberOf(shape: Shape | undefined, name: string): Shape | undefined {
    const member = isIndex(name) ? shape?.item : shape?.members?.[name];
    return member && resolve(member, this.table.model);
  }

  private shapeOf(name: string): Shape {
    return resolve({ ref: name }, this.table.model);
  }
}

function isIndex(name: string): boolean {
  return /^\d+$/.test(name);
}

function placePath(path: string, name: string): string {
  return isIndex(name) ? `${path}[${name}]` : memberPath(path, name);
}

function nameIn({ members = {} }: Shape, key: string): string | undefined {
  if (key in members) return key;
  return Object.keys(members).find((name) => name.toLowerCase() === key.toLowerCase());
}

/** The property of a member, or of the nearest one around it with the rest of the path. */
function propertyOf(path: string, { origins, made }: ApiRequest, row: Mapping, lifted: string[] = []): string {
  if (!origins.has(path)) {
    const named = Object.entries(row.properties ?? {}).find(([, place]) => destination(place) === path);
    if (named) return named[0];
  }
  for (let end = path.length; end > 0; end = Math.max(path.lastIndexOf(".", end - 1), path.lastIndexOf("[", end - 1))) {
    const member = path.slice(0, end);
    const origin = origins.get(member);
    if (origin === undefined) continue;
    return made.has(member) ? origin : origin + missing(origin, withoutLifted(path.slice(end), lifted), row);
  }
  return missing("", withoutLifted(`.${path}`, lifted), row).slice(1);
}

/** A member of a lifted structure is the property of the level above. */
function withoutLifted(rest: string, lifted: string[]): string {
  const around = lifted.find((name) => rest.startsWith(`.${name}.`));
  return around === undefined ? rest : rest.slice(around.length + 1);
}

/** What the program would have called a member that it left out. */
function missing(parent: string, rest: string, { properties = {} }: Mapping): string {
  const prefix = parent === "" ? "" : `${parent.replace(/\[\d+\]/g, "")}.`;
  const row = Object.keys(properties).find(
    (key) => key.startsWith(prefix) && `.${destination(properties[key]!)}` === rest,
  );
  return row === undefined ? propertyName(rest) : `.${row.slice(prefix.length)}`;
}

/** As paths of members are written: `Tags[0].Key`. */
function destination(place: Place): string | undefined {
  const to = typeof place === "string" ? place : "to" in place ? place.to : undefined;
  return to?.replace(/\.(\d+)/g, "[$1]");
}

/** As Pulumi writes it: `.VpcId` is `.vpcId`. */
function propertyName(path: string): string {
  return path.replace(/(^|\.)([A-Z])/g, (_, before: string, letter: string) => before + letter.toLowerCase());
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
