import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo } from "node:net";
import { connect, createServer, type TLSSocket } from "node:tls";

import { createAuthority, createLeaf } from "../../local/control-plane/x509";

const authority = createAuthority({ commonName: "test authority" });
const server = createLeaf(authority, {
  subject: { commonName: "server" },
  usages: ["server"],
  dnsNames: ["localhost", "kubernetes.default.svc"],
  ips: ["127.0.0.1"],
});
const admin = createLeaf(authority, {
  subject: { commonName: "admin", organization: "system:masters" },
  usages: ["client"],
});

// Node's own reader of certificates, which is OpenSSL's, is the judge.
const read = ({ certificate }: { certificate: string }) => new X509Certificate(certificate);

describe("a certificate of the private authority", () => {
  it("is issued and signed by the authority, and by no other of the same name", () => {
    const impostor = createAuthority({ commonName: "test authority" });
    expect(read(server).checkIssued(read(authority))).toBe(true);
    expect(read(server).verify(read(authority).publicKey)).toBe(true);
    expect(read(server).verify(read(impostor).publicKey)).toBe(false);
  });

  it("is for its names and addresses only", () => {
    expect(read(server).checkIP("127.0.0.1")).toBe("127.0.0.1");
    expect(read(server).checkIP("127.0.0.2")).toBeUndefined();
    expect(read(server).checkHost("kubernetes.default.svc")).toBe("kubernetes.default.svc");
    expect(read(server).checkHost("example.com")).toBeUndefined();
  });

  it("names the user and the group that Kubernetes reads from it", () => {
    expect(read(admin).subject).toBe("O=system:masters\nCN=admin");
  });

  it("is an authority only where it is meant to be", () => {
    expect([read(authority).ca, read(server).ca, read(admin).ca]).toEqual([true, false, false]);
  });

  it("is valid now and for ten years", () => {
    const { validFrom, validTo } = read(server);
    const years = (Date.parse(validTo) - Date.now()) / (365.25 * 86_400_000);
    expect(Date.parse(validFrom)).toBeLessThan(Date.now());
    expect(Math.round(years)).toBe(10);
  });

  it("proves a client to a server, and only that of a client does", async () => {
    expect(await presented(admin)).toEqual({ authorized: true, error: null, user: "admin", group: "system:masters" });
    expect(await presented(server)).toMatchObject({ authorized: false, error: "INVALID_PURPOSE" });
  });
});

/** What a server that trusts the authority makes of a client with this certificate; the client trusts the server too. */
async function presented(client: { certificate: string; key: string }) {
  const listener = createServer({
    cert: server.certificate,
    key: server.key,
    ca: authority.certificate,
    requestCert: true,
    rejectUnauthorized: false,
  }).listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  const accepted = once(listener, "secureConnection") as Promise<[TLSSocket]>;
  const { certificate: cert, key } = client;
  const socket = connect({ host: "127.0.0.1", port, ca: authority.certificate, cert, key });
  try {
    await once(socket, "secureConnect");
    const [peer] = await accepted;
    const { CN: user, O: group } = peer.getPeerCertificate().subject;
    return { authorized: peer.authorized, error: peer.authorizationError as unknown, user, group };
  } finally {
    socket.destroy();
    listener.close();
  }
}
