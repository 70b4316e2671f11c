/** Reads the serializer mappers of Microsoft's npm packages as shapes. */

import type { Member, Shape } from "../../test/models/shape";
import type { Declarations } from "./azure-declarations";

interface Constraints {
  MaxLength?: number;
  MinLength?: number;
  Pattern?: RegExp;
  InclusiveMinimum?: number;
  InclusiveMaximum?: number;
  MinItems?: number;
  MaxItems?: number;
}

interface MapperType {
  name: string;
  className?: string;
  /** Of a class that has others below it, told apart by a member. */
  polymorphicDiscriminator?: object;
  /** Of a class below: the one at the top. */
  uberParent?: string;
  allowedValues?: string[];
  modelProperties?: Record<string, Mapper>;
  element?: Mapper;
  value?: Mapper;
}

export interface Mapper {
  /** Path in the JSON; a dot that belongs to a name stands behind a backslash. */
  serializedName?: string;
  required?: boolean;
  readOnly?: boolean;
  constraints?: Constraints;
  type: MapperType;
}

/** A parameter of a request's path. */
export interface Parameter {
  mapper: Mapper;
}

interface Structure extends Shape {
  members: Record<string, Member>;
  required: string[];
}

export class ArmDistillation {
  constructor(
    private readonly service: string,
    private readonly mappers: Record<string, Mapper>,
    private readonly declarations: Declarations,
    private readonly shapes: Record<string, Shape>,
  ) {}

  /** The request that puts a resource of a class: the members of its body, and the parameters of its path beside them. */
  request(className: string, path: Record<string, Parameter>): void {
    const body = this.structure(className);
    for (const [name, { mapper }] of Object.entries(path)) {
      body.members[name] = this.shape(mapper);
      body.required.push(name);
    }
    this.shapes[`PUT ${this.service}.${className}`] = body;
  }

  private composite(className: string): Member {
    const name = `${this.service}.${className}`;
    if (!(name in this.shapes)) {
      this.shapes[name] = { type: "any" }; // so that a class that holds itself ends
      this.shapes[name] = this.structure(className);
    }
    return { ref: name };
  }

  private structure(className: string): Structure {
    const mapper = Object.values(this.mappers).find(({ type }) => type?.className === className);
    if (mapper === undefined) throw new Error(`${this.service} has no mapper of ${className}`);
    const whole: Structure = { type: "structure", members: {}, required: [] };
    // What a class below requires is not required of the others.
    for (const below of this.classesBelow(mapper)) this.takeMembers(whole, below, { isRequired: false });
    this.takeMembers(whole, mapper, { isRequired: true });
    return whole;
  }

  private classesBelow({ type }: Mapper): Mapper[] {
    if (type.polymorphicDiscriminator === undefined) return [];
    return Object.values(this.mappers).filter((other) => other.type?.uberParent === type.className);
  }

  private takeMembers(whole: Structure, { type }: Mapper, { isRequired }: { isRequired: boolean }): void {
    for (const [property, member] of Object.entries(type.modelProperties ?? {})) {
      const path = member.serializedName!.split(/(?<!\\)\./).map((name) => name.replaceAll("\\", ""));
      const values = this.declarations.valuesOf(type.className!, property);
      const required = isRequired && (member.required ?? this.declarations.isRequired(type.className!, property));
      this.put(whole, path, { ...member, required }, values);
    }
  }

  /** Classes flatten what JSON nests, so a member may be levels down. */
  private put(into: Structure, path: string[], mapper: Mapper, values: string[] | undefined): void {
    const [name = "", ...rest] = path;
    if (mapper.required === true && mapper.readOnly !== true && !into.required.includes(name)) into.required.push(name);
    if (rest.length === 0) {
      into.members[name] = this.member(mapper, values);
      return;
    }
    into.members[name] ??= { type: "structure", members: {}, required: [] } satisfies Structure;
    this.put(into.members[name] as Structure, rest, mapper, values);
  }

  private member(mapper: Mapper, values?: string[]): Member {
    if (mapper.readOnly === true) return { type: "any", readOnly: true };
    if (mapper.type.name === "Composite") return this.composite(mapper.type.className!);
    return this.shape(mapper, values);
  }

  private shape({ type, constraints = {} }: Mapper, values?: string[]): Shape {
    switch (type.name) {
      case "Sequence":
        return {
          type: "list",
          item: this.member(type.element!, values),
          ...limits(constraints.MinItems, constraints.MaxItems),
        };
      case "Dictionary":
        return { type: "map", value: this.member(type.value!, values) };
      case "Number":
        return { type: "number", ...limits(constraints.InclusiveMinimum, constraints.InclusiveMaximum) };
      case "Boolean":
        return { type: "boolean" };
      case "String":
      case "Enum":
        return {
          type: "string",
          ...((type.allowedValues ?? values) && { enum: type.allowedValues ?? values }),
          ...(constraints.Pattern && { pattern: unicode(constraints.Pattern.source) }),
          ...limits(constraints.MinLength, constraints.MaxLength),
        };
      case "Uuid":
        return { type: "string", pattern: "^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$" };
      case "DateTime":
      case "Date":
      case "TimeSpan":
      case "ByteArray":
      case "Base64Url":
        return { type: "string" };
      default:
        return { type: "any" };
    }
  }
}

function limits(min: number | undefined, max: number | undefined): Pick<Shape, "min" | "max"> {
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

/** With the flag `u` a hyphen after a class such as `\w` needs its backslash. */
function unicode(pattern: string): string {
  return pattern.replace(/(\\[wds])-(?!\])/g, "$1\\-");
}
