/**
 * Certificates of a private authority, in the few forms that a control plane needs. Written here so that no openssl need be
 * there: Node signs but makes no certificates.
 */

import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

export interface Subject {
  /** In Kubernetes: the user. */
  commonName: string;
  /** In Kubernetes: the user's group. */
  organization?: string;
}

export interface Certificate {
  /** PEM */
  certificate: string;
  /** PEM, PKCS #8 */
  key: string;
}

export interface Authority extends Certificate {
  subject: Subject;
}

export interface LeafOptions {
  subject: Subject;
  usages: ("server" | "client")[];
  dnsNames?: string[];
  /** IPv4 addresses. */
  ips?: string[];
}

// A local control plane is thrown away long before; an expired one would only be a riddle.
const validYears = 10;

const oid = {
  ecdsaWithSha256: [1, 2, 840, 10045, 4, 3, 2],
  commonName: [2, 5, 4, 3],
  organization: [2, 5, 4, 10],
  subjectKeyIdentifier: [2, 5, 29, 14],
  keyUsage: [2, 5, 29, 15],
  subjectAlternativeName: [2, 5, 29, 17],
  basicConstraints: [2, 5, 29, 19],
  authorityKeyIdentifier: [2, 5, 29, 35],
  extendedKeyUsage: [2, 5, 29, 37],
  server: [1, 3, 6, 1, 5, 5, 7, 3, 1],
  client: [1, 3, 6, 1, 5, 5, 7, 3, 2],
};

export function newKey(): KeyObject {
  return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
}

export function createAuthority(subject: Subject): Authority {
  const key = newKey();
  const extensions = [
    extension(oid.basicConstraints, true, sequence(boolean(true))),
    extension(oid.keyUsage, true, bits(0x06, 1)), // certificates and revocation lists
  ];
  return { subject, ...issue({ subject, key, issuer: subject, issuerKey: key, extensions }) };
}

export function createLeaf(
  authority: Authority,
  { subject, usages, dnsNames = [], ips = [] }: LeafOptions,
): Certificate {
  const names = [
    ...dnsNames.map((name) => tagged(0x82, Buffer.from(name, "ascii"))),
    ...ips.map((ip) => tagged(0x87, Buffer.from(ip.split(".").map(Number)))),
  ];
  const extensions = [
    extension(oid.keyUsage, true, bits(0x80, 7)), // digital signature
    extension(oid.extendedKeyUsage, false, sequence(...usages.map((usage) => identifier(oid[usage])))),
    ...(names.length === 0 ? [] : [extension(oid.subjectAlternativeName, false, sequence(...names))]),
  ];
  return issue({ subject, key: newKey(), issuer: authority.subject, issuerKey: authority.key, extensions });
}

interface Issue {
  subject: Subject;
  key: KeyObject;
  issuer: Subject;
  issuerKey: KeyObject | string;
  extensions: Buffer[];
}

/** RFC 5280, section 4.1. */
function issue({ subject, key, issuer, issuerKey, extensions }: Issue): Certificate {
  const algorithm = sequence(identifier(oid.ecdsaWithSha256));
  const publicKey = createPublicKey(key);
  const all = [
    ...extensions,
    extension(oid.subjectKeyIdentifier, false, tagged(0x04, keyIdentifier(publicKey))),
    extension(oid.authorityKeyIdentifier, false, sequence(tagged(0x80, keyIdentifier(createPublicKey(issuerKey))))),
  ];
  const now = new Date();
  const toBeSigned = sequence(
    tagged(0xa0, integer(Buffer.from([2]))), // version 3
    integer(randomBytes(16)),
    algorithm,
    distinguishedName(issuer),
    // An hour back, so that a clock that is set back a little does no harm.
    sequence(time(new Date(now.getTime() - 3_600_000)), time(addYears(now, validYears))),
    distinguishedName(subject),
    publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(...all)),
  );
  const signature = sign("sha256", toBeSigned, issuerKey);
  return {
    certificate: pem("CERTIFICATE", sequence(toBeSigned, algorithm, tagged(0x03, Buffer.from([0]), signature))),
    key: key.export({ type: "pkcs8", format: "pem" }) as string,
  };
}

function keyIdentifier(publicKey: KeyObject): Buffer {
  return createHash("sha1")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest();
}

function distinguishedName({ commonName, organization }: Subject): Buffer {
  const attribute = (type: number[], value: string) =>
    tagged(0x31, sequence(identifier(type), tagged(0x0c, Buffer.from(value, "utf8"))));
  return sequence(
    ...(organization === undefined ? [] : [attribute(oid.organization, organization)]),
    attribute(oid.commonName, commonName),
  );
}

function extension(type: number[], critical: boolean, value: Buffer): Buffer {
  return sequence(identifier(type), ...(critical ? [boolean(true)] : []), tagged(0x04, value));
}

// DER: a tag, the length of the contents, the contents.

function tagged(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...lengthOctets(content.length)]), content]);
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

function sequence(...contents: Buffer[]): Buffer {
  return tagged(0x30, ...contents);
}

function boolean(value: boolean): Buffer {
  return tagged(0x01, Buffer.from([value ? 0xff : 0]));
}

/** A positive integer: its first bit is cleared, for it would be the sign; its first octet is never 0. */
function integer(octets: Buffer): Buffer {
  const positive = Buffer.from(octets);
  positive[0] = positive[0]! & 0x7f || 1;
  return tagged(0x02, positive);
}

function bits(octet: number, unused: number): Buffer {
  return tagged(0x03, Buffer.from([unused, octet]));
}

function identifier(arcs: number[]): Buffer {
  const [first = 0, second = 0, ...rest] = arcs;
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const octets = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) octets.unshift((rest & 0x7f) | 0x80);
  return octets;
}

/** UTCTime, which RFC 5280 demands for dates before 2050, GeneralizedTime after. */
function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/[-:T]|\.\d+/g, "");
  return date.getUTCFullYear() < 2050
    ? tagged(0x17, Buffer.from(digits.slice(2), "ascii"))
    : tagged(0x18, Buffer.from(digits, "ascii"));
}

function addYears(date: Date, years: number): Date {
  const later = new Date(date);
  later.setUTCFullYear(later.getUTCFullYear() + years);
  return later;
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString("base64").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
