"""The integer form in other engines: SQL for DuckDB and Spark, expressions for Polars; the digits of the interpreter in each."""
