"""集体备课: what was said of a plan, decided one after another, and agreed on."""
