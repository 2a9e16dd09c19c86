"""The live workbook: an edition as spreadsheet formulas beside the exact values."""
