"""The people and places a fresh Local Teams starts with: a core team from several organisations."""

from collections.abc import Callable
from datetime import UTC, datetime

from .people import Bot
from .world import World

MAIN_TEAM = "Kernteam Integration"
SECOND_TEAM = "Kernteam Ausbildung"


def seeded_world(tenant_id: str, bot: Bot, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> World:
    """Twelve people (three guests, two who read English), two teams, one group chat; the app is nowhere yet.

    The second team exists to show that nothing leaks from one team into another: Jonas, Katharina and Bert are in it.
    """
    world = World(tenant_id, bot, now)
    agency, ngo = "Agentur für Arbeit", "Brücke e. V."
    job_centre, office = "Jobcenter", "Ausländerbehörde"
    anna = world.add_person("anna", "Anna", "Berger", agency)
    bert = world.add_person("bert", "Bert", "Hoffmann", job_centre)
    ceyda = world.add_person("ceyda", "Ceyda", "Yılmaz", ngo, guest=True)
    dmytro = world.add_person("dmytro", "Dmytro", "Kovalenko", ngo, guest=True)
    eva = world.add_person("eva", "Eva", "Lindner-Groß", office)
    farid = world.add_person("farid", "Farid", "Rahimi", agency)
    greta = world.add_person("greta", "Greta", "Schulze", job_centre)
    jonas = world.add_person("jonas", "Jonas", "Weiß", agency)
    katharina = world.add_person("katharina", "Katharina", "Özdemir", office)
    layla = world.add_person("layla", "Layla", "Haddad", ngo, guest=True, locale="en-GB")
    mike = world.add_person("mike", "Mike", "O'Connor", agency, locale="en-GB")
    world.add_person("nora", "Nora", "Vogel", "ohne Team")

    main = world.add_team(MAIN_TEAM, [anna, bert, ceyda, dmytro, eva, farid, greta, layla, mike])
    world.add_channel(main, "Netzwerktreffen")
    world.add_channel(main, "Koordination", "private", [anna, bert])
    second = world.add_team(SECOND_TEAM, [jonas, katharina, bert])
    world.add_channel(second, "Besuche in Klassen")
    world.add_group_chat("Vorbereitung Messe", [anna, bert, ceyda], bot_installed=False)
    return world
