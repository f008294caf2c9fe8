"""Runs untrusted generated projects in WebAssembly and says, with evidence, whether they work.

Owns the bundle (the pinned runtime), the guest process with its limits, the checks and their report. Every assertion is
made here in the host, on raw answers and on the bytes of the database; the guest's word is never taken for a result.
It imports no model, moves no token and stores nothing.
"""
