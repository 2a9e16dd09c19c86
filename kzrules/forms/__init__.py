"""Forms: their YAML, the workbook written from it, the filled workbook read back, consolidation."""
