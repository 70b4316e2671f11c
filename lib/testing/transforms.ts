/** Runs resource transforms (the `transforms` option) as the engine does: the resource's own, its ancestors', the stack's. */

import * as pulumi from "@pulumi/pulumi";
import {
  type RegisterResourceRequest,
  TransformRequest,
  TransformResourceOptions,
  TransformResponse,
} from "@pulumi/pulumi/proto/resource_pb";

/** A handle of a transform that lives in the program. */
export interface TransformCallback {
  getToken(): string;
}

/** Remembers who declared which transforms. */
export class TransformRegistry {
  private readonly ofStack: TransformCallback[] = [];
  private readonly inherited = new Map<string, TransformCallback[]>();

  addToStack(transform: TransformCallback): void {
    this.ofStack.push(transform);
  }

  /** Everything that applies to a new resource, in order; remembered for its children. */
  of(urn: string, parent: string | undefined, own: TransformCallback[]): TransformCallback[] {
    const family = [...own, ...(parent === undefined ? [] : (this.inherited.get(parent) ?? []))];
    this.inherited.set(urn, family);
    return [...family, ...this.ofStack];
  }
}

/** Rewrites a registration by transforms, one after the other. */
export async function applyTransforms(
  request: RegisterResourceRequest,
  transforms: TransformCallback[],
): Promise<void> {
  for (const transform of transforms) {
    const response = await callBack(transform, transformRequest(request));
    request.setObject(response.getProperties());
    const options = response.getOptions();
    if (options !== undefined) takeOptions(request, options);
  }
}

function transformRequest(request: RegisterResourceRequest): TransformRequest {
  const options = new TransformResourceOptions();
  options.setDependsOnList(request.getDependenciesList());
  options.setProtect(request.getProtect() ?? false);
  options.setIgnoreChangesList(request.getIgnorechangesList());
  options.setReplaceOnChangesList(request.getReplaceonchangesList());
  options.setAliasesList(request.getAliasesList());
  options.setProvider(request.getProvider());
  options.setRetainOnDelete(request.getRetainondelete() ?? false);
  options.setDeletedWith(request.getDeletedwith());
  options.setDeleteBeforeReplace(request.getDeletebeforereplace());
  options.setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
  options.setImport(request.getImportid());
  options.setVersion(request.getVersion());
  for (const [name, reference] of request.getProvidersMap().entries()) options.getProvidersMap().set(name, reference);
  const transform = new TransformRequest();
  transform.setType(request.getType());
  transform.setName(request.getName());
  transform.setCustom(request.getCustom());
  transform.setParent(request.getParent());
  transform.setProperties(request.getObject());
  transform.setOptions(options);
  return transform;
}

function takeOptions(request: RegisterResourceRequest, options: TransformResourceOptions): void {
  request.setDependenciesList(options.getDependsOnList());
  request.setProtect(options.getProtect() ?? false);
  request.setIgnorechangesList(options.getIgnoreChangesList());
  request.setReplaceonchangesList(options.getReplaceOnChangesList());
  request.setAliasesList(options.getAliasesList());
  request.setProvider(options.getProvider());
  request.setRetainondelete(options.getRetainOnDelete() ?? false);
  request.setDeletedwith(options.getDeletedWith());
  request.setDeletebeforereplace(options.getDeleteBeforeReplace() ?? false);
  request.setAdditionalsecretoutputsList(options.getAdditionalSecretOutputsList());
  request.setImportid(options.getImport());
}

interface CallbackService {
  invoke(
    call: { request: { getToken(): string; getRequest_asU8(): Uint8Array } },
    callback: (error: { details: string } | null, response?: { getResponse_asU8(): Uint8Array }) => void,
  ): void;
}

/** Calls the runtime's own callback service by its handler: the engine comes to the same place over a connection. */
function callBack(transform: TransformCallback, request: TransformRequest): Promise<TransformResponse> {
  const service = pulumi.runtime.getCallbacks() as unknown as CallbackService;
  const call = { request: { getToken: () => transform.getToken(), getRequest_asU8: () => request.serializeBinary() } };
  return new Promise((resolve, reject) => {
    service.invoke(call, (error, response) => {
      if (response === undefined) reject(new Error(error?.details ?? "the transform gave no answer"));
      else resolve(TransformResponse.deserializeBinary(response.getResponse_asU8()));
    });
  });
}
