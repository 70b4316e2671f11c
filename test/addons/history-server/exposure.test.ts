import * as pulumi from "@pulumi/pulumi";

import { HistoryServer, type HistoryServerArgs, type HistoryServerExposure } from "../../../lib";
import { byType, named, recordProgram, type Recording } from "../../../lib/testing";

const login: HistoryServerExposure["login"] = {
  issuerUrl: "https://login.example.com/realms/data",
  clientId: "spark-history",
  clientSecret: { secret: "history-login", key: "client-secret" },
  cookieSecret: { secret: "history-login", key: "cookie-secret" },
  emailDomains: ["example.com"],
};
const byGateway: HistoryServerExposure = {
  host: "history.example.com",
  login,
  gateway: { name: "public", namespace: "gateways", sectionName: "https" },
};

function record(expose: unknown, more: Partial<HistoryServerArgs> = {}): Promise<Recording> {
  return recordProgram(
    () => {
      const { service, url, portForwardCommand } = new HistoryServer("history", {
        namespace: "spark-system",
        logUri: "s3a://company-logs/spark",
        expose: expose as HistoryServerExposure,
        ...more,
      });
      return { service, url, portForwardCommand };
    },
    { errors: "return" },
  );
}

interface Container {
  name: string;
  image: string;
  args: string[];
  env: { name: string }[];
  ports?: object[];
  securityContext: object;
  resources: object;
}

function containersOf(recording: Recording): Record<string, Container> {
  const { spec } = named(recording, "kubernetes:apps/v1:Deployment", "history-deployment").inputs;
  const { containers } = (spec as { template: { spec: { containers: Container[] } } }).template.spec;
  return Object.fromEntries(containers.map((container) => [container.name, container]));
}

describe("a history server that is exposed", () => {
  let recording: Recording;

  beforeAll(async () => {
    recording = await record(byGateway);
  });

  it("has a route and a network policy beside what it has otherwise", () => {
    expect(recording.errors).toEqual([]);
    expect(recording.resources.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      "kubernetes:apps/v1:Deployment history-deployment",
      "kubernetes:core/v1:ConfigMap history-configuration",
      "kubernetes:core/v1:Service history-service",
      "kubernetes:core/v1:ServiceAccount history-account",
      "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute history-route",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy history-login-only",
      "spark-platform:addons:HistoryServer history",
    ]);
    expect(recording.outputs).toEqual({
      service: "history",
      url: "https://history.example.com",
      // The service leads to the login, so kubectl goes to the pod.
      portForwardCommand: "kubectl --namespace spark-system port-forward deployment/history 18080",
    });
  });

  it("answers to its own pod alone, and the service and the policy know the login's port and no other", () => {
    const { "history-server": server, login: proxy } = containersOf(recording);
    expect(server?.env).toContainEqual({ name: "SPARK_LOCAL_IP", value: "127.0.0.1" });
    expect(server?.ports).toBeUndefined();
    expect(proxy?.ports).toEqual([{ name: "login", containerPort: 4180 }]);
    const { spec } = named(recording, "kubernetes:core/v1:Service", "history-service").inputs;
    expect(spec).toMatchObject({
      type: "ClusterIP",
      ports: [{ name: "http", port: 80, targetPort: "login", appProtocol: "http" }],
    });
    const labels = { "app.kubernetes.io/name": "history-server", "app.kubernetes.io/instance": "history" };
    expect(byType(recording, "kubernetes:networking.k8s.io/v1:NetworkPolicy").map(({ inputs }) => inputs.spec)).toEqual(
      [
        {
          podSelector: { matchLabels: labels },
          policyTypes: ["Ingress"],
          ingress: [{ ports: [{ protocol: "TCP", port: 4180 }] }],
        },
      ],
    );
  });

  it("has a login that lets in whom it is told, and trusts no header", () => {
    const { login: proxy } = containersOf(recording);
    expect(proxy?.image).toMatch(/^quay\.io\/oauth2-proxy\/oauth2-proxy:v7\.\d+\.\d+$/);
    // Flags: https://oauth2-proxy.github.io/oauth2-proxy/configuration/overview
    expect(proxy?.args).toEqual([
      "--provider=oidc",
      "--oidc-issuer-url=https://login.example.com/realms/data",
      "--client-id=spark-history",
      "--redirect-url=https://history.example.com/oauth2/callback",
      "--code-challenge-method=S256",
      "--insecure-oidc-skip-nonce=false",
      "--email-domain=example.com",
      "--upstream=http://127.0.0.1:18080",
      "--http-address=0.0.0.0:4180",
      "--cookie-name=__Host-spark_history",
      "--cookie-samesite=lax",
      "--cookie-expire=12h",
      "--session-cookie-minimal=true",
      "--skip-provider-button=true",
      "--silence-ping-logging=true",
    ]);
    expect(proxy?.args.filter((flag) => /reverse-proxy|skip-auth|trusted-ip/.test(flag))).toEqual([]);
  });

  it("takes secrets by reference, and passes Pod Security restricted", () => {
    const { login: proxy } = containersOf(recording);
    expect(proxy?.env).toEqual([
      {
        name: "OAUTH2_PROXY_CLIENT_SECRET",
        valueFrom: { secretKeyRef: { name: "history-login", key: "client-secret" } },
      },
      {
        name: "OAUTH2_PROXY_COOKIE_SECRET",
        valueFrom: { secretKeyRef: { name: "history-login", key: "cookie-secret" } },
      },
    ]);
    expect(proxy?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
      // User `nonroot` of distroless images.
      runAsUser: 65532,
      runAsGroup: 65532,
    });
    expect(proxy?.resources).toEqual({ requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "128Mi" } });
  });

  it("makes a Secret of what is given as a text, and keeps it secret", async () => {
    const cookieSecret = pulumi.secret("0123456789abcdef");
    const other = await record({ ...byGateway, login: { ...login, cookieSecret } });
    const { inputs, secrets } = named(other, "kubernetes:core/v1:Secret", "history-login");
    expect(inputs).toMatchObject({
      metadata: { name: "history-login", namespace: "spark-system" },
      stringData: { cookieSecret: "0123456789abcdef" },
    });
    expect(secrets).toEqual(["stringData"]);
    const { login: proxy } = containersOf(other);
    expect(proxy?.env).toEqual([
      {
        name: "OAUTH2_PROXY_CLIENT_SECRET",
        valueFrom: { secretKeyRef: { name: "history-login", key: "client-secret" } },
      },
      {
        name: "OAUTH2_PROXY_COOKIE_SECRET",
        valueFrom: { secretKeyRef: { name: "history-login", key: "cookieSecret" } },
      },
    ]);
  });

  it("starts a new pod when a secret that it was given changes, and shows nobody what it is", async () => {
    const digestOf = async (cookieSecret: HistoryServerExposure["login"]["cookieSecret"]) => {
      const other = await record({ ...byGateway, login: { ...login, cookieSecret } });
      const { inputs, secrets } = named(other, "kubernetes:apps/v1:Deployment", "history-deployment");
      expect(JSON.stringify(inputs)).not.toContain("0123456789");
      // What is secret could not be rendered as a manifest.
      expect(secrets).toEqual([]);
      const { template } = inputs.spec as { template: { metadata: { annotations: Record<string, string> } } };
      return template.metadata.annotations["spark-platform/login-digest"];
    };
    const before = await digestOf(pulumi.secret("0123456789abcdef"));
    expect(before).toMatch(/^[0-9a-f]{16}$/);
    expect(await digestOf("0123456789abcdef")).toBe(before);
    expect(await digestOf("0123456789abcdee")).not.toBe(before);
    expect(await digestOf({ secret: "history-login", key: "cookie-secret" })).toBeUndefined();
  });

  it("is reached by a route to the login", () => {
    expect(named(recording, "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute", "history-route").inputs.spec).toEqual({
      parentRefs: [{ name: "public", namespace: "gateways", sectionName: "https" }],
      hostnames: ["history.example.com"],
      rules: [
        { matches: [{ path: { type: "PathPrefix", value: "/" } }], backendRefs: [{ name: "history", port: 80 }] },
      ],
    });
  });

  it("sends browsers on to https, where TLS ends before it", () => {
    const { data } = named(recording, "kubernetes:core/v1:ConfigMap", "history-configuration").inputs;
    expect((data as Record<string, string>)["spark-defaults.conf"]).toContain(
      "spark.ui.proxyRedirectUri=https://history.example.com\n",
    );
  });

  it("is reached by an ingress as well", async () => {
    const { host } = byGateway;
    const annotations = { "cert-manager.io/cluster-issuer": "letsencrypt" };
    const ingress = { className: "nginx", tlsSecret: "history-tls", annotations };
    const other = await record({ host, login, ingress });
    expect(byType(other, "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute")).toEqual([]);
    expect(named(other, "kubernetes:networking.k8s.io/v1:Ingress", "history-ingress").inputs).toMatchObject({
      metadata: { annotations },
      spec: {
        ingressClassName: "nginx",
        tls: [{ hosts: [host], secretName: "history-tls" }],
        rules: [
          {
            host,
            http: {
              paths: [
                { path: "/", pathType: "Prefix", backend: { service: { name: "history", port: { number: 80 } } } },
              ],
            },
          },
        ],
      },
    });
  });

  it("lets in groups of any domain where only groups are named, and comes from a mirror", async () => {
    const other = await record(
      { ...byGateway, login: { ...login, emailDomains: undefined, allowedGroups: ["data", "platform"] } },
      { imageMirrors: { "quay.io": "registry.example.com/quay" } },
    );
    const { login: proxy } = containersOf(other);
    expect(proxy?.args.filter((flag) => /email-domain|allowed-group/.test(flag))).toEqual([
      "--email-domain=*",
      "--allowed-group=data",
      "--allowed-group=platform",
    ]);
    expect(proxy?.image).toMatch(/^registry\.example\.com\/quay\/oauth2-proxy\/oauth2-proxy:v7/);
  });
});

describe("what is refused", () => {
  const nobody = { ...login, emailDomains: undefined };

  it.each([
    [
      "no login",
      { host: "history.example.com", gateway: { name: "public" } },
      /expose\.login: \(not given\) is missing/,
    ],
    ["nobody in particular", { ...byGateway, login: nobody }, /expose\.login: .*does not say who may come in/],
    ["empty lists", { ...byGateway, login: { ...login, emailDomains: [] } }, /does not say who may come in/],
    [
      "an issuer in the clear",
      { ...byGateway, login: { ...login, issuerUrl: "http://login" } },
      /expose\.login\.issuerUrl/,
    ],
    ["a URL for a host", { ...byGateway, host: "https://history.example.com/ui" }, /expose\.host: .*is no host name/],
    ["no way in", { host: "history.example.com", login }, /expose: \(not given\) says no way in/],
    ["two ways in", { ...byGateway, ingress: { className: "nginx" } }, /says two ways in/],
    [
      "a key that is not there",
      { ...byGateway, path: "/history" },
      /expose\.path: "\/history" is given to an argument/,
    ],
  ])("%s", async (_what, expose, message) => {
    const { errors, resources } = await record(expose);
    expect(errors.map((error) => error.message).join("\n")).toMatch(message);
    expect(errors[0]?.message).toMatch(/^HistoryServer "history" has 1 problem; nothing of it was created/);
    expect(resources).toEqual([]);
  });
});
