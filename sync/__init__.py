"""Logs, sealing, depots, carriers, rounds."""
