import { coreSite, javaProperties } from "../../lib/addons/properties";

describe("javaProperties", () => {
  // Expected text as java.util.Properties.load reads it back (class documentation of java.util.Properties).
  it.each([
    [{ "spark.a": "plain" }, "spark.a=plain\n"],
    [{ "spark.b": "1", "spark.a": "2" }, "spark.a=2\nspark.b=1\n"],
    [{ "spark.x": "a=b:c #d !e" }, "spark.x=a=b:c #d !e\n"],
    [{ "spark.x": "C:\\temp" }, "spark.x=C:\\\\temp\n"],
    [{ "spark.x": "two\nlines" }, "spark.x=two\\nlines\n"],
    [{ "spark.x": " leading" }, "spark.x=\\ leading\n"],
    [{ "spark.kubernetes.driver.label.a/b:c d": "x" }, "spark.kubernetes.driver.label.a/b\\:c\\ d=x\n"],
    [{}, ""],
  ])("writes %j", (configuration, text) => {
    expect(javaProperties(configuration as Record<string, string>)).toBe(text);
  });
});

describe("coreSite", () => {
  it("holds Hadoop's part of the configuration and nothing else", () => {
    expect(coreSite({ "spark.hadoop.fs.b": "2", "spark.hadoop.fs.a": "1", "spark.hadoopish": "3" })).toBe(
      "<configuration>\n" +
        "  <property><name>fs.a</name><value>1</value></property>\n" +
        "  <property><name>fs.b</name><value>2</value></property>\n" +
        "</configuration>\n",
    );
  });
});
