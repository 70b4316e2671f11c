/** Stands in for the engine's resource monitor: takes every registration and call, writes it down, answers with mocks. */

import * as pulumi from "@pulumi/pulumi";
import type {
  ReadResourceRequest,
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
  ResourceInvokeRequest,
} from "@pulumi/pulumi/proto/resource_pb";

import { projectOf, regionOf } from "./outputs/account";
import { asksCloud, mockedCall } from "./outputs/calls";
import { mockedOutputs } from "./outputs/resources";
import { providerUrn, readResource, registeredResource } from "./registration";
import type { RecordedResource, Recording, RecordOptions } from "./recording";
import { applyTransforms, type TransformCallback, TransformRegistry } from "./transforms";
import { type PlainValue, plainValue, wireValue } from "./values";

type Callback<T> = (error: Error | null, response: T | undefined) => void;

/** Answers with the promise's outcome in the way that gRPC clients do; `details` is what the runtime shows of an error. */
function answer<T>(callback: Callback<T>, work: () => Promise<T>): void {
  work().then(
    (response) => callback(null, response),
    (error: Error) => callback(Object.assign(error, { details: error.message }), undefined),
  );
}

/** The parts of the engine's monitor that the Pulumi runtime calls, over plain objects in place of a connection. */
export class RecordingMonitor {
  private readonly byUrn = new Map<string, RecordedResource>();
  private readonly transforms = new TransformRegistry();
  private stackUrn = "";

  constructor(
    private readonly recording: Recording,
    private readonly options: Pick<RecordOptions, "outputs" | "calls">,
  ) {}

  /** The runtime asks before it uses a feature; values that carry their own dependencies are the one not read here. */
  supportsFeature(request: { getId(): string }, callback: Callback<object>): void {
    callback(null, { getHassupport: () => request.getId() !== "outputValues" });
  }

  registerPackage(_request: unknown, callback: Callback<object>): void {
    callback(null, { getRef: () => "mock-package" });
  }

  registerStackTransform(transform: TransformCallback, callback: Callback<object>): void {
    this.transforms.addToStack(transform);
    callback(null, {});
  }

  registerResource(request: RegisterResourceRequest, callback: Callback<object>): void {
    answer(callback, async () => {
      const urn = this.urn(request.getParent(), request.getType(), request.getName());
      if (request.getType() === pulumi.runtime.rootPulumiStackTypeName) {
        this.stackUrn = urn;
        return response(urn, "", {});
      }
      const parent = this.parentOf(request.getParent());
      await applyTransforms(request, this.transforms.of(urn, parent, request.getTransformsList()));
      const resource = registeredResource(request, urn, parent);
      return this.record(resource, request.getObject()?.toJavaScript() ?? {});
    });
  }

  readResource(request: ReadResourceRequest, callback: Callback<object>): void {
    answer(callback, () => {
      const urn = this.urn(request.getParent(), request.getType(), request.getName());
      const resource = readResource(request, urn, this.parentOf(request.getParent()));
      return this.record(resource, request.getProperties()?.toJavaScript() ?? {});
    });
  }

  registerResourceOutputs(request: RegisterResourceOutputsRequest, callback: Callback<object>): void {
    const outputs = plainValue(request.getOutputs());
    if (request.getUrn() === this.stackUrn) this.recordExports(outputs);
    const resource = this.byUrn.get(request.getUrn());
    if (resource !== undefined) resource.outputs = outputs.value;
    callback(null, {});
  }

  invoke(request: ResourceInvokeRequest, callback: Callback<object>): void {
    answer(callback, async () => {
      const token = request.getTok();
      const args = plainValue(request.getArgs()).value;
      const given = this.options.calls?.(token, args);
      const result = given ?? this.mockedAnswer(token, args, request.getProvider());
      this.recording.calls.push({ token, args, result, mocked: given === undefined && asksCloud(token) });
      const wire = await wireValue(token, result);
      return { getFailuresList: () => [], getReturn: () => struct(wire) };
    });
  }

  private async record(resource: RecordedResource, inputs: Record<string, unknown>): Promise<object> {
    if (this.byUrn.has(resource.urn)) {
      throw new Error(`Two resources have the URN ${resource.urn}: give one of them another name or parent.`);
    }
    this.byUrn.set(resource.urn, resource);
    this.recording.resources.push(resource);
    if (resource.kind === "component") return response(resource.urn, "", {});
    const { outputs } = this.options;
    const provider = this.byUrn.get(resource.provider ?? "");
    const region = regionOf(provider, resource.type);
    const mocked = mockedOutputs(resource, region, projectOf(provider), outputs === "unknown");
    const more = typeof outputs === "function" ? outputs(resource) : undefined;
    const { id = mocked.id, ...own } = more ?? {};
    const wire = await wireValue(resource.urn, { ...mocked.outputs, ...own });
    // Inputs go back as they came, so that what is secret or unknown stays so.
    const state = { ...inputs, ...wire };
    resource.id = String(id);
    resource.outputs = plainValue(struct(state)).value;
    return response(resource.urn, resource.id, state);
  }

  private mockedAnswer(token: string, args: Record<string, unknown>, provider: string): Record<string, unknown> {
    if (token === "pulumi:pulumi:getResource") return this.resourceState(String(args.urn));
    const resource = this.byUrn.get(providerUrn(provider));
    return mockedCall(token, args, regionOf(resource, token), projectOf(resource));
  }

  private recordExports({ value, secrets, unknowns }: PlainValue): void {
    this.recording.outputs = value;
    this.recording.secretOutputs = secrets;
    this.recording.unknownOutputs = unknowns;
  }

  private resourceState(urn: string): Record<string, unknown> {
    const resource = this.byUrn.get(urn);
    if (resource === undefined) throw new Error(`The program asks for ${urn}, which it has not registered.`);
    return { urn, id: resource.id, state: resource.outputs };
  }

  private parentOf(urn: string): string | undefined {
    return urn === "" || urn === this.stackUrn ? undefined : urn;
  }

  private urn(parentUrn: string, type: string, name: string): string {
    const parent = this.parentOf(parentUrn);
    const qualified = parent === undefined ? type : `${parent.split("::")[2]}$${type}`;
    return `urn:pulumi:${this.recording.stack}::${this.recording.project}::${qualified}::${name}`;
  }
}

function struct(fields: Record<string, unknown>) {
  // The runtime asks for the fields through whichever of the two fits the call.
  return { toJavaScript: () => fields };
}

function response(urn: string, id: string, state: Record<string, unknown>): object {
  return {
    getUrn: () => urn,
    getId: () => id,
    getObject: () => struct(state),
    getProperties: () => struct(state),
    getPropertydependenciesMap: () => undefined,
    getResult: () => 0,
  };
}
