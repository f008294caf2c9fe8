"""The pipeline: from a description to a verified app, in memory (orchestrator) or as a durable, paid run (the rest).

Everything here may import the rooms below; the Django faces import from here. Only `charging` knows the ledger.
"""

from generation.pipeline.orchestrator import CodeGenerationOrchestrator

__all__ = ["CodeGenerationOrchestrator"]
