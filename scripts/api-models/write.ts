/** Writes a distilled model, one shape a line, so that a diff shows which one changed. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { type ApiModel, type Member, resolve, type Shape } from "../../test/models/shape";

/** A limit that the vendor states in words, beside what the machine-readable model has. */
export interface Documented extends Omit<Partial<Shape>, "members"> {
  /** The vendor's page. */
  source: string;
}

/** @param documented by shape and the path from there, for example `container.Cluster` and `rules.[].name`; the shape itself is "" */
export function withConstraints(
  shapes: Record<string, Shape>,
  documented: Record<string, Record<string, Documented>>,
): Record<string, Shape> {
  for (const [name, members] of Object.entries(documented)) {
    for (const [member, { source, ...limits }] of Object.entries(members)) {
      const place = placeOf(shapes[name], member);
      if (place === undefined) throw new Error(`${name} has no ${member} of its own (${source})`);
      Object.assign(place, limits);
    }
  }
  return shapes;
}

/** A shape or what is below it. Limits of a shape that others refer to would hold for them too, so a reference ends the path. */
function placeOf(shape: Shape | undefined, path: string): Shape | undefined {
  const names = path === "" ? [] : path.split(".");
  return names.reduce<Shape | undefined>((at, name) => {
    const member: Member | undefined = name === "[]" ? at?.item : at?.members?.[name];
    return member === undefined || "ref" in member ? undefined : member;
  }, shape);
}

/** Writes test/models/<cloud>.json, sorted by name. */
export function writeModel(cloud: string, model: ApiModel): void {
  for (const shape of Object.values(model.shapes)) checkReferences(shape, model);
  const names = Object.keys(model.shapes).sort();
  const lines = names.map((name) => `    ${JSON.stringify(name)}: ${JSON.stringify(model.shapes[name], withoutEmpty)}`);
  const text = `{\n  "source": ${JSON.stringify(model.source)},\n  "shapes": {\n${lines.join(",\n")}\n  }\n}\n`;
  writeFileSync(join(__dirname, `../../test/models/${cloud}.json`), text);
  console.log(`${cloud}: ${names.length} shapes, ${Math.ceil(text.length / 1024)} KiB`);
}

function withoutEmpty(_key: string, value: unknown): unknown {
  return Array.isArray(value) && value.length === 0 ? undefined : value;
}

function checkReferences(shape: Shape, model: ApiModel): void {
  const held = [...Object.values(shape.members ?? {}), shape.item, shape.value, shape.key];
  for (const member of held) {
    if (member === undefined) continue;
    const found = resolve(member, model);
    if (!("ref" in member)) checkReferences(found, model);
  }
}
