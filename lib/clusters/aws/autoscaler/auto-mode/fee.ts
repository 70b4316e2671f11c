/** What EKS Auto Mode costs beyond the machines that it runs. Pure. */

import type { MachineType, Price } from "../../../../plan/nodes/machine";

/**
 * Share of a machine's on-demand price that AWS charges for running it, whichever way the machine itself is bought. AWS lists a fee
 * for each machine type; they come to about this share. https://aws.amazon.com/eks/pricing/
 */
export const AUTO_MODE_FEE = 0.12;

/** The machine at what it costs in Auto Mode, on spot too. */
export function withAutoModeFee(machine: MachineType): MachineType {
  return machine.price === undefined ? machine : { ...machine, price: priceWithFee(machine.price) };
}

function priceWithFee(price: Price): Price {
  const fee = price.onDemandHourly * AUTO_MODE_FEE;
  return {
    ...price,
    onDemandHourly: price.onDemandHourly + fee,
    ...(price.spotHourly !== undefined && { spotHourly: price.spotHourly + fee }),
  };
}
