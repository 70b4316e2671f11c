/** Turns values as they travel to the engine into plain data, noting which of them are secret or not yet known. */

import * as pulumi from "@pulumi/pulumi";

import { pathOf } from "./paths";

const { specialSigKey, specialSecretSig, specialResourceSig, specialOutputValueSig, unknownValue } = pulumi.runtime;

/** Stands in plain data for a value that only a deployment knows. */
export const UNKNOWN = "<known after deployment>";

export interface PlainValue {
  value: Record<string, unknown>;
  /** Paths of secret values. */
  secrets: string[];
  /** Paths of values that are not known. */
  unknowns: string[];
}

/** A message body of the engine's protocol, as far as it is read here. */
export interface WireStruct {
  toJavaScript(): Record<string, unknown>;
}

/** Reads one message body. */
export function plainValue(struct: WireStruct | undefined): PlainValue {
  const secrets: string[] = [];
  const unknowns: string[] = [];

  function plain(wire: unknown, path: string): unknown {
    if (typeof wire === "string") {
      if (wire !== unknownValue) return wire;
      unknowns.push(path);
      return UNKNOWN;
    }
    if (Array.isArray(wire)) return wire.map((item, index) => plain(item, `${path}[${index}]`));
    if (typeof wire !== "object" || wire === null) return wire;
    const { [specialSigKey]: signature, ...fields } = wire as Record<string, unknown>;
    switch (signature) {
      case undefined:
        return Object.fromEntries(Object.entries(fields).map(([key, item]) => [key, plain(item, pathOf(path, key))]));
      case specialSecretSig:
        secrets.push(path);
        return plain(fields.value, path);
      case specialResourceSig:
        return fields.urn;
      case specialOutputValueSig:
        if (fields.secret === true) secrets.push(path);
        return "value" in fields ? plain(fields.value, path) : plain(unknownValue, path);
      default:
        // Assets and archives: a path, a text or a URI.
        return fields;
    }
  }

  return { value: plain(struct?.toJavaScript() ?? {}, "") as Record<string, unknown>, secrets, unknowns };
}

/** Plain data as it travels to the program: `UNKNOWN` becomes a value that is not known. */
export async function wireValue(label: string, plain: Record<string, unknown>): Promise<Record<string, unknown>> {
  const wire = (await pulumi.runtime.serializeProperties(label, plain)) as Record<string, unknown>;
  return marked(wire) as Record<string, unknown>;
}

function marked(value: unknown): unknown {
  if (value === UNKNOWN) return unknownValue;
  if (Array.isArray(value)) return value.map(marked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, marked(item)]));
}
