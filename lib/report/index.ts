/** The plan for people: tables for a terminal, and a page with a picture of how pods pack onto nodes. */

export { planPage } from "./page/page";
export { type ReportedResource, resourceTable } from "./resources";
export { planTables } from "./tables";
