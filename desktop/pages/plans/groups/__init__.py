"""备课组: who prepares lessons together."""
