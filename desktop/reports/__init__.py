"""Ledgers and forms as PDF, XLSX, CSV; no Qt."""
