"""The Mesa model around the engine."""

from sim.model.agents import ActorAgent, BandAgent, CommunityAgent
from sim.model.conflict_model import ConflictModel

__all__ = ["ActorAgent", "BandAgent", "CommunityAgent", "ConflictModel"]
