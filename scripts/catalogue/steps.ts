/** Tables of a figure that grows with the number of vCPU. */

/** The figure of a table such as `2:10 8:16 16:?` (10 from 2 vCPU on, 16 from 8 on, not known from 16 on) at so many vCPU. */
export function stepAt(table: string | undefined, vcpu: number): number | undefined {
  const steps = table?.split(" ").map((step) => step.split(":"));
  const figure = steps?.findLast(([from]) => vcpu >= Number(from))?.[1];
  return figure === undefined || figure === "?" ? undefined : Number(figure);
}
