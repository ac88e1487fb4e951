"""The screens: one page, one module."""
