import { commandsWithSchema, jsonSchemaOf } from "../../lib/cli/schemas";
import { run } from "./running";

test.each(commandsWithSchema)("the schema of %s is printed as a JSON Schema document", async (command) => {
  const { code, out } = await run(`schema ${command}`);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual(jsonSchemaOf(command));
  expect(JSON.parse(out)).toMatchObject({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: `spark-platform ${command} --json`,
  });
});

test.each(commandsWithSchema)("an object of %s takes no property that its schema does not name", (command) => {
  const text = JSON.stringify(jsonSchemaOf(command));
  const objects = text.match(/"type":"object"/g)?.length ?? 0;
  // Records have values of one kind; everything else is closed.
  const closed = text.match(/"additionalProperties":(false|\{)/g)?.length ?? 0;
  expect(objects).toBeGreaterThan(0);
  expect(closed).toBe(objects);
});
