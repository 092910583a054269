"""Teams, channels and people come, change and go."""

from sqlalchemy import text

from tests.journeys.play import Play, berlin, offers, read

THURSDAY, FRIDAY, NEXT_MONDAY = "2026-11-19", "2026-11-20", "2026-11-23"


async def test_the_bot_removed_and_added_again_goes_on_where_it_stood(open_round: Play) -> None:
    play = open_round
    await play.answers("bert", "Zwei Betriebe.")
    await play.admin.uninstall(play.team)
    before = len(play.posts())
    await play.to(berlin("2026-11-24", "12:00"))
    assert len(play.posts()) == before
    assert not any(play.chat(one.key) for one in play.team.members)
    await play.admin.install(play.team)
    await play.settle()
    assert "Kernteam ist wieder da" in read(play.posts()[-1])
    assert len(play.posts()) == before + 1
    assert "Zwei Betriebe." in read(await play.asks("bert", "runde KW 48"))
    await play.to(berlin("2026-11-26", "10:00"))
    assert "Runde KW 49" in read(play.card())


async def test_thirty_days_after_its_removal_nothing_of_the_team_is_left(open_round: Play) -> None:
    play = open_round
    await play.answers("bert", "Zwei Betriebe.")
    await play.admin.uninstall(play.team)
    await play.to(berlin("2026-12-20", "12:00"))
    left = {name: rows for name, rows in (await play.dump()).items() if rows}
    assert set(left) <= {"kit_inbox"}, set(left)


async def test_a_deleted_channel_lets_the_series_rest_and_the_coordination_is_told_once(play: Play) -> None:
    channel = play.team.channel("Netzwerktreffen")
    await play.begins(selected=channel)
    await play.to(berlin(THURSDAY, "10:00"))
    await play.answers("bert", "Zwei Betriebe.")
    await play.admin.delete_channel(channel)
    before = len(play.posts(play.team.general))
    await play.to(berlin("2026-12-04", "12:00"))
    assert len(play.posts(play.team.general)) == before == 0
    told = [read(it) for it in play.chat("anna") if "Die Runde ruht, bis ein Kanal gewählt ist." in read(it)]
    assert len(told) == 1, told
    assert not any("kann Kernteam nicht mehr schreiben" in read(it) for it in play.chat("anna")), "told twice"
    assert not any("Netzwerktreffen" in read(it) for one in play.team.members[1:] for it in play.chat(one.key))
    shown = await play.asks("anna", "runde")
    assert "Netzwerktreffen" in read(shown)
    await play.press("anna", shown, "people.settings")
    for part, channel_field in (("Runde", "round_channel"), ("Treffen", "meeting_channel"), ("Team", "home_channel")):
        form = await play.who("anna").presses(shown, f"{part} ändern")
        saved = await play.press("anna", shown, "people.save_settings", {channel_field: "Allgemein"})
        assert "Gespeichert" in read(saved), read(form)
    await play.to(berlin("2026-12-10", "10:00"))
    assert "Runde KW 51" in read(play.posts(play.team.general)[-1])


async def test_a_restored_channel_goes_on_by_itself(play: Play) -> None:
    channel = play.team.channel("Netzwerktreffen")
    await play.begins(selected=channel)
    await play.admin.delete_channel(channel)
    await play.to(berlin(THURSDAY, "09:00"))
    await play.admin.restore_channel(channel)
    await play.to(berlin(THURSDAY, "10:00"))
    assert "Runde KW 48" in read(play.posts(channel)[-1])


async def test_new_names_are_used_from_then_on(play: Play) -> None:
    channel = play.team.channel("Netzwerktreffen")
    await play.begins(selected=channel)
    await play.admin.rename_channel(channel, "Treffpunkt")
    await play.admin.rename_team(play.team, "Kernteam Nord")
    preview = read(await play.asks("bert", "vorschau"))
    assert "(Treffpunkt)" in preview
    assert "Kernteam Nord" in preview
    assert "Netzwerktreffen" not in preview


async def test_an_archived_team_is_silent_and_goes_on_when_it_is_back(open_round: Play) -> None:
    play = open_round
    await play.answers("bert", "Zwei Betriebe.")
    await play.admin.archive(play.team)
    before, calls = len(play.posts()), len(play.teams.calls)
    await play.to(berlin("2026-11-27", "12:00"))
    assert len(play.posts()) == before
    assert len(play.teams.calls) == calls
    assert not any(play.chat(one.key) for one in play.team.members)
    await play.admin.unarchive(play.team)
    await play.to(berlin("2026-12-03", "10:00"))
    assert "Runde KW 50" in read(play.card())
    assert "Zwei Betriebe." in read(await play.asks("bert", "runde KW 48"))


async def test_who_joins_in_the_middle_is_reminded_and_answers(open_round: Play) -> None:
    play = open_round
    await play.admin.add_members(play.team, [play.who("katharina").person])
    await play.to(berlin(FRIDAY, "08:30"))
    [message] = play.chat("katharina")
    await play.press("katharina", message, "standups.form")
    done = await play.press("katharina", message, "standups.save", {"answer_review": "Angekommen."})
    assert "erledigt" in read(done)
    assert "1 Antwort" in read(play.card())


async def test_who_writes_before_the_roster_was_read_is_known_at_once(open_round: Play) -> None:
    play = open_round
    play.team.members.append(play.who("katharina").person)
    assert "Ihre Antwort steht noch aus." in read(await play.asks("katharina", "runde", play.channel))


async def test_a_leaver_hears_nothing_and_their_answer_stays(open_round: Play) -> None:
    play = open_round
    await play.answers("greta", "Vor dem Abschied.")
    people = [play.who("greta").person, play.who("eva").person]
    await play.admin.remove_members(play.team, people)
    await play.to(berlin(NEXT_MONDAY, "08:00"))
    assert not play.chat("eva")
    assert "Vor dem Abschied." in play.newest("Bericht zur Runde")
    assert "Sie gehören hier noch zu keinem Kernteam." in read(await play.asks("greta", "runde"))


async def test_who_leaves_the_rounds_is_not_reminded_and_nobody_is_told(open_round: Play) -> None:
    play = open_round
    left = await play.asks("bert", "runde verlassen")
    assert "Niemand sonst sieht das" in read(left)
    await play.to(berlin(FRIDAY, "12:00"))
    assert not any("KW 48: noch offen" in read(it) for it in play.chat("bert"))
    assert "Bert" not in "".join(read(it) for it in [*play.posts()[1:], *play.chat("anna")])
    back = await play.press("bert", left, "standups.join")
    assert "nicht teil" not in read(back)
    await play.answers("bert", "Doch dabei.")
    assert "1 Antwort" in read(play.card())


async def test_a_big_roster_is_read_page_by_page(play: Play) -> None:
    for number in range(120):
        play.team.members.append(play.teams.world.add_person(f"p{number}", "Person", f"Nr{number:03}"))
    play.teams.roster.smallest_page = 20
    await play.begins()
    play.team.members.remove(play.teams.world.person("p7"))
    statement = "UPDATE people_team SET next_roster_check_at = installed_at"
    await play.stage.bot.database.run(lambda session: session.execute(text(statement)))
    await check_rosters(play)
    rows = (await play.dump())["people_member"]
    assert len(rows) == 129
    assert len([call for call in play.teams.calls if "pagedMembers" in call.path]) > 1
    assert "Sie gehören hier noch zu keinem" in read(await play.asks("p7", "runde"))
    assert "Runde" in read(await play.asks("p119", "runde"))


async def check_rosters(play: Play) -> None:
    [job] = [job for job in play.stage.bot.clockwork.jobs if job.name == "check rosters"]
    await play.stage.bot.clockwork.run_job(job)


async def test_a_person_who_blocks_the_bot_is_marked_and_the_coordination_told_once(open_round: Play) -> None:
    play = open_round
    play.who("greta").chat.blocked = True
    await play.to(berlin("2026-11-27", "12:00"))
    told = [read(it) for it in play.chat("anna") if "Greta Schulze" in read(it)]
    assert len(told) == 1, told
    assert not any("kann Kernteam nicht mehr schreiben" in read(it) for it in play.chat("anna")), "told twice"
    assert "bekommt keine privaten Nachrichten" in told[0]
    assert not any("Greta" in read(it) for it in play.chat("bert"))
    assert not play.chat("greta")
    play.who("greta").chat.blocked = False
    assert "Runde" in read(await play.asks("greta", "runde"))
    await play.to(berlin("2026-12-04", "08:30"))
    assert any("KW 50: noch offen" in read(it) for it in play.chat("greta"))


async def test_who_removed_the_app_for_themselves_hears_nothing_and_nobody_is_told(open_round: Play) -> None:
    play = open_round
    await play.who("greta").installs()
    await play.settle()
    await play.who("greta").uninstalls()
    await play.to(berlin("2026-11-27", "12:00"))
    assert not play.chat("greta")
    assert not any("Greta" in read(it) for it in play.chat("anna"))
    assert offers(play.card(), "standups.form")


async def test_private_channels_are_never_offered(working: Play) -> None:
    """Other people read there than in the team: Teams lists them all the same, the bot must not."""
    play = working
    assert [one.kind for one in play.team.channels if one.name == "Koordination"] == ["private"]
    shown = await play.asks("anna", "einstellungen")
    form = (await play.who("anna").presses(shown, "Runde ändern")).card
    assert form is not None
    choices = next(one["choices"] for one in form["body"] if one.get("id") == "round_channel")
    assert {choice["title"] for choice in choices} == {"Allgemein", "Netzwerktreffen"}
