"""Endpoints: mail as other mail programs read it."""

from fastapi import APIRouter

router = APIRouter(tags=["export"])
