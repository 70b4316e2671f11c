/**
 * Runs a file of SQL statements as a Python application. Spark's own class for that, SparkSQLCLIDriver, is refused in cluster mode
 * by every minor from 3.5 to 4.3 ("Cluster deploy mode is not applicable to Spark SQL shell.", SparkSubmit).
 */

/** Rows of a query that the driver's log shows. */
const shownRows = 100;

/** Its arguments: URI of the file, then `name=value` for each parameter. Statements are divided as spark-sql divides them. */
export const sqlRunner = String.raw`"""Runs the statements of a SQL file one after the other; the first that fails ends the application."""
import re
import sys

from pyspark.sql import SparkSession

TOKEN = re.compile(
    r"""--[^\n]*|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|\`[^\`]*\`|[A-Za-z_][A-Za-z_0-9]*|.""",
    re.DOTALL,
)
OTHER_BLOCKS = ("IF", "WHILE", "LOOP", "REPEAT", "FOR")


def tokens_of(text):
    at = 0
    while at < len(text):
        end = comment_end(text, at) if text.startswith("/*", at) else TOKEN.match(text, at).end()
        yield text[at:end]
        at = end


def comment_end(text, start):
    """Comments in brackets can be nested."""
    depth = 0
    for bracket in re.compile(r"/\*|\*/").finditer(text, start):
        depth += 1 if bracket.group() == "/*" else -1
        if depth == 0:
            return bracket.end()
    return len(text)


def statements_of(text):
    """Divides at semicolons outside of quotes, comments and BEGIN ... END."""
    statements, statement, words, depth = [], "", [], 0
    for token in tokens_of(text):
        if token == ";" and depth == 0:
            statements.append((statement, words))
            statement, words = "", []
            continue
        statement += token
        if token.isspace() or token.startswith(("--", "/*")):
            continue
        word = token.upper()
        last = words[-1] if words else None
        words.append(word)
        if words[0] != "BEGIN":
            continue
        if word == "END":
            depth -= 1
        elif word == "BEGIN" or (word == "CASE" and last != "END") or (word in OTHER_BLOCKS and last == "END"):
            # What opens the other blocks is not counted, so neither is what closes them.
            depth += 1
    statements.append((statement, words))
    return [statement.strip() for statement, words in statements if words]


def read(spark, uri):
    if uri.startswith("local://"):
        with open(uri[len("local://"):], encoding="utf-8") as file:
            return file.read()
    jvm = spark.sparkContext._jvm
    path = jvm.org.apache.hadoop.fs.Path(uri)
    stream = path.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration()).open(path)
    try:
        return jvm.org.apache.commons.io.IOUtils.toString(stream, "UTF-8")
    finally:
        stream.close()


def main(uri, *parameters):
    named = dict(parameter.split("=", 1) for parameter in parameters)
    spark = SparkSession.builder.getOrCreate()
    for statement in statements_of(read(spark, uri)):
        print(statement, flush=True)
        result = spark.sql(statement, args=named) if named else spark.sql(statement)
        if result.columns:
            result.show(${shownRows}, truncate=False)
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
`;
