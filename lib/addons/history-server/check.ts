/** Checks what of the history server can be wrong: how long it keeps, and how it is exposed. */

import { z } from "zod";

import { IssueList } from "../../plan/issue";
import { isDns1123Subdomain } from "../../plan/names";
import { inputText, joinPath, type Sound, soundPart, strictObject, wholeNumber } from "../../plan/structure";
import type { HistoryServerExposure } from "./args";

const text = (phrase: string) => z.string(phrase);
const texts = (phrase: string) => z.array(text(phrase), `a list: each ${phrase}`);
const secretValue = z.union(
  [
    inputText("text or an output"),
    strictObject({ secret: inputText("the name of a Secret"), key: inputText("a key of the Secret") }),
  ],
  "a text that is secret, or { secret, key } of a Secret in the namespace",
);

const expose = strictObject({
  host: text("a host name such as history.example.com"),
  login: strictObject({
    issuerUrl: text("the URL of an OpenID Connect provider"),
    clientId: inputText("text or an output"),
    clientSecret: secretValue,
    cookieSecret: secretValue,
    emailDomains: texts("a domain such as example.com").optional(),
    allowedGroups: texts("the name of a group").optional(),
    image: inputText("the name of an image").optional(),
  }),
  gateway: strictObject({
    name: text("the name of a Gateway"),
    namespace: text("the name of a namespace").optional(),
    sectionName: text("the name of a listener").optional(),
  }).optional(),
  ingress: strictObject({
    className: text("the name of an ingress class"),
    tlsSecret: text("the name of a Secret").optional(),
    annotations: z.record(z.string(), text("text"), "an object of annotations").optional(),
  }).optional(),
});

/** Structure of what a platform and a history server by itself take alike. */
export const historyServerShape = {
  image: inputText("text or an output").optional(),
  cleaner: strictObject({ maxAgeDays: wholeNumber(1, 36_500) }).optional(),
  compaction: strictObject({ filesToRetain: wholeNumber(1, 2_147_483_647) }).optional(),
  updateSeconds: wholeNumber(1, 86_400).optional(),
  diskGiB: wholeNumber(1, 16_384).optional(),
  storeVolume: strictObject({ storageClass: text("the name of a storage class").optional() }).optional(),
  sparkConf: z.record(z.string(), inputText("text or an output"), "an object of Spark keys and values").optional(),
  logVolume: strictObject({ mountPath: text("a path"), source: z.unknown() }).optional(),
  expose: expose.optional(),
};

const schema = strictObject({
  ...historyServerShape,
  namespace: inputText("the name of a namespace"),
  logUri: inputText("the URI of a folder"),
  identity: z.unknown().optional(),
  scheduling: z.unknown().optional(),
  resources: z.unknown().optional(),
  imageMirrors: z.unknown().optional(),
});

/** @throws InvalidArguments with every issue. */
export function checkHistoryServer(name: string, args: unknown): void {
  const issues = new IssueList();
  const { sound = {}, isWhole } = soundPart<{ expose?: HistoryServerExposure }>(schema, args, "", issues);
  if (sound.expose !== undefined) checkExposure(sound.expose, "expose", isWhole, issues);
  issues.raise(`HistoryServer ${JSON.stringify(name)}`);
}

/** What is looked at beyond its structure. @param path of the argument */
export function checkExposure(
  { host, login, gateway, ingress }: Sound<HistoryServerExposure>,
  path: string,
  isWhole: (path: string) => boolean,
  issues: IssueList,
): void {
  const at = (...parts: string[]) => joinPath(path, parts);
  if (host !== undefined && !isHostName(host)) {
    issues.add({
      path: at("host"),
      value: host,
      problem: "is no host name",
      allowed: "a name of at least two parts such as history.example.com, without a scheme, a port and a path",
      change: "Give the history server a host name of its own.",
    });
  }
  const areWhole = isWhole(at("gateway")) && isWhole(at("ingress"));
  if (areWhole && (gateway === undefined) === (ingress === undefined)) {
    issues.add({
      path,
      value: gateway === undefined ? undefined : { gateway, ingress },
      problem: gateway === undefined ? "says no way in" : "says two ways in",
      allowed: "either gateway or ingress",
      change: gateway === undefined ? "Name a Gateway or an ingress class." : "Leave one of them out.",
    });
  }
  if (login !== undefined) checkLogin(login, at, issues);
}

function checkLogin(
  { issuerUrl, emailDomains, allowedGroups }: Sound<HistoryServerExposure["login"]>,
  at: (...parts: string[]) => string,
  issues: IssueList,
): void {
  if (issuerUrl !== undefined && !/^https:\/\/[^\s/?#]+[^\s?#]*$/.test(issuerUrl)) {
    issues.add({
      path: at("login", "issuerUrl"),
      value: issuerUrl,
      problem: "is no URL that a login can rest on",
      allowed: "an https:// URL without a query",
      change: "Give the issuer as the provider's /.well-known/openid-configuration names it.",
    });
  }
  const lists = { emailDomains, allowedGroups };
  if (Object.values(lists).every((list = []) => list.length === 0)) {
    issues.add({
      path: at("login"),
      value: lists,
      problem: "does not say who may come in, and a public provider knows the whole world",
      allowed: "emailDomains, allowedGroups or both, with at least one entry",
      change: 'Name your domain; emailDomains: ["*"] lets in everybody whom the provider knows.',
    });
  }
}

function isHostName(host: string): boolean {
  return host.includes(".") && isDns1123Subdomain(host);
}
