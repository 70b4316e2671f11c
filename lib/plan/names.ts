/** Syntax of the names that Kubernetes takes: object names, label keys and label values. */

const dnsLabel = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const qualifiedName = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const namePhrase = 'letters, digits, "-", "_" and ".", starting and ending with a letter or digit';

/** Prefixes whose labels the control plane, the clouds, the autoscalers or this library set themselves. */
const reservedPrefixes = [
  "kubernetes.io",
  "k8s.io",
  "eks.amazonaws.com",
  "karpenter.sh",
  "karpenter.k8s.aws",
  "cloud.google.com",
  "kubernetes.azure.com",
  "spark-platform",
];

/** Whether `text` is a DNS-1123 label of at most `maxLength` characters. */
export function isDns1123Label(text: string, maxLength = 63): boolean {
  return text.length <= maxLength && dnsLabel.test(text);
}

/** Whether `text` is a DNS-1123 subdomain: labels with dots between them, at most 253 characters in all. */
export function isDns1123Subdomain(text: string): boolean {
  return text.length <= 253 && text.split(".").every((label) => dnsLabel.test(label));
}

/**
 * Why `key` is no label or taint key, as the rest of a sentence that starts with the key; undefined when it is one.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export function labelKeyProblem(key: string): string | undefined {
  const slash = key.indexOf("/");
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  if (prefix !== undefined && !isDns1123Subdomain(prefix)) {
    return 'has a prefix before "/" that is no DNS subdomain of at most 253 characters';
  }
  const name = key.slice(slash + 1);
  if (name.length > 63) return "has a name of more than 63 characters";
  return qualifiedName.test(name) ? undefined : `has a name that is not made of ${namePhrase}`;
}

/** Why `value` is no label or taint value, as the rest of a sentence that starts with the value; undefined when it is one. */
export function labelValueProblem(value: string): string | undefined {
  if (value.length > 63) return "has more than 63 characters";
  return value === "" || qualifiedName.test(value) ? undefined : `is not made of ${namePhrase}`;
}

/** The reserved prefix that `key` lies under, itself or through a subdomain; undefined when users may set it. */
export function reservedLabelPrefix(key: string): string | undefined {
  const slash = key.indexOf("/");
  if (slash < 0) return undefined;
  const prefix = key.slice(0, slash);
  return reservedPrefixes.find((reserved) => prefix === reserved || prefix.endsWith(`.${reserved}`));
}
