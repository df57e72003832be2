<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
 <context>
  <name>OFAuto</name>
  <message>
   <source> – add another word</source>
   <translation> – nehmen Sie ein Wort dazu</translation>
  </message>
  <message>
   <source>${a} of credit is left</source>
   <translation>Noch ${a} Guthaben</translation>
  </message>
  <message>
   <source>(no words)</source>
   <translation>(ohne Worte)</translation>
  </message>
  <message>
   <source>* Some fees are estimated: the platform does not state them.</source>
   <translation>* Manche Gebühren sind geschätzt: Die Plattform nennt sie nicht.</translation>
  </message>
  <message>
   <source>+ Back</source>
   <translation>+ Zurückgekehrt</translation>
  </message>
  <message>
   <source>+ More</source>
   <translation>+ Mehr</translation>
  </message>
  <message>
   <source>+ New</source>
   <translation>+ Neu</translation>
  </message>
  <message>
   <source>+0.5 % in a week</source>
   <translation>+0,5 % in einer Woche</translation>
  </message>
  <message numerus="yes">
   <source>+{n} more</source>
   <translation>
    <numerusform>+{n} weiterer</numerusform>
    <numerusform>+{n} weitere</numerusform>
   </translation>
  </message>
  <message>
   <source>, until {day}</source>
   <translation>, bis {day}</translation>
  </message>
  <message numerus="yes">
   <source>, {n} times</source>
   <translation>
    <numerusform>, {n}-mal</numerusform>
    <numerusform>, {n}-mal</numerusform>
   </translation>
  </message>
  <message>
   <source>-state needs -country-us</source>
   <translation>-state braucht -country-us</translation>
  </message>
  <message>
   <source>-{a} needs -{b} as well</source>
   <translation>-{a} braucht auch -{b}</translation>
  </message>
  <message>
   <source>-{a} stands twice in the proxy's user name</source>
   <translation>-{a} steht zweimal im Benutzernamen des Proxys</translation>
  </message>
  <message>
   <source>1 {currency} = {rate} {to} on {day}, {source}</source>
   <translation>1 {currency} = {rate} {to} am {day}, {source}</translation>
  </message>
  <message>
   <source>100 is the average day of each line in this period: what matters is the shape.</source>
   <translation>100 ist der durchschnittliche Tag jeder Linie in diesem Zeitraum: Es zählt die Form.</translation>
  </message>
  <message>
   <source>100 is the first known day of each line: what matters is the direction.</source>
   <translation>100 ist der erste bekannte Tag jeder Linie: Es zählt die Richtung.</translation>
  </message>
  <message>
   <source>12/31/2026</source>
   <translation>31.12.2026 (US)</translation>
  </message>
  <message>
   <source>141 to 280 characters</source>
   <translation>141 bis 280 Zeichen</translation>
  </message>
  <message>
   <source>2026-12-31</source>
   <translation>2026-12-31</translation>
  </message>
  <message>
   <source>28 Sep 2026</source>
   <translation>28. Sep. 2026</translation>
  </message>
  <message>
   <source>28 Sep 2026, 00:00</source>
   <translation>28. Sep. 2026, 00:00</translation>
  </message>
  <message>
   <source>30 days</source>
   <translation>30 Tage</translation>
  </message>
  <message>
   <source>31.12.2026</source>
   <translation>31.12.2026</translation>
  </message>
  <message>
   <source>4 June</source>
   <translation>4. Juni</translation>
  </message>
  <message>
   <source>5 min ago</source>
   <translation>vor 5 min</translation>
  </message>
  <message>
   <source>5 min ago, from X API</source>
   <translation>vor 5 min, von X</translation>
  </message>
  <message>
   <source>6:00 pm</source>
   <translation>6:00 pm</translation>
  </message>
  <message>
   <source>7 days</source>
   <translation>7 Tage</translation>
  </message>
  <message>
   <source>81 to 140 characters</source>
   <translation>81 bis 140 Zeichen</translation>
  </message>
  <message>
   <source>90 days</source>
   <translation>90 Tage</translation>
  </message>
  <message>
   <source>95 %, by the last three full months, 60 of keep at most</source>
   <translation>95 %, nach den letzten drei vollen Monaten, höchstens 60 vom Behalten</translation>
  </message>
  <message>
   <source>; {n} of them have no rate to be converted by</source>
   <translation>; zu {n} davon fehlt der Umrechnungskurs</translation>
  </message>
  <message>
   <source>A backup is due</source>
   <translation>Eine Sicherung ist fällig</translation>
  </message>
  <message>
   <source>A browser's session as Playwright exports it (a JSON object)</source>
   <translation>Die Sitzung eines Browsers, wie Playwright sie ausgibt (ein JSON-Objekt)</translation>
  </message>
  <message>
   <source>A bucket of your own at Amazon S3, Cloudflare R2, Backblaze B2, MinIO or any other that speaks S3. Keep it private: links of an hour are made as they are needed.</source>
   <translation>Ein eigener Bucket bei Amazon S3, Cloudflare R2, Backblaze B2, MinIO oder einem anderen Anbieter, der S3 spricht. Lassen Sie ihn privat: Links für eine Stunde entstehen, wenn sie gebraucht werden.</translation>
  </message>
  <message>
   <source>A caption or notes, for yourself and to find it by</source>
   <translation>Eine Bildunterschrift oder Notiz, für Sie selbst und zum Wiederfinden</translation>
  </message>
  <message>
   <source>A card</source>
   <translation>Eine Karte</translation>
  </message>
  <message>
   <source>A choice</source>
   <translation>Eine Auswahl</translation>
  </message>
  <message>
   <source>A client</source>
   <translation>Ein Kunde</translation>
  </message>
  <message>
   <source>A client is a creator whose accounts are looked after here.</source>
   <translation>Ein Kunde ist ein Creator, dessen Konten hier betreut werden.</translation>
  </message>
  <message>
   <source>A client needs a name</source>
   <translation>Ein Kunde braucht einen Namen</translation>
  </message>
  <message>
   <source>A client's month can be reported</source>
   <translation>Der Monat eines Kunden kann berichtet werden</translation>
  </message>
  <message>
   <source>A day earlier</source>
   <translation>Einen Tag früher</translation>
  </message>
  <message>
   <source>A day later</source>
   <translation>Einen Tag später</translation>
  </message>
  <message>
   <source>A few words, so that you know what it is about</source>
   <translation>Ein paar Worte, damit Sie wissen, worum es geht</translation>
  </message>
  <message>
   <source>A file could not be written there: {reason}</source>
   <translation>Dort ließ sich keine Datei ablegen: {reason}</translation>
  </message>
  <message>
   <source>A file of rates</source>
   <translation>Eine Datei mit Kursen</translation>
  </message>
  <message>
   <source>A file of sales</source>
   <translation>Eine Datei mit Verkäufen</translation>
  </message>
  <message>
   <source>A file was written and fetched, but could not be deleted: {reason}</source>
   <translation>Eine Datei wurde abgelegt und abgeholt, ließ sich aber nicht löschen: {reason}</translation>
  </message>
  <message>
   <source>A file was written but could not be fetched: {reason}</source>
   <translation>Eine Datei wurde abgelegt, ließ sich aber nicht abholen: {reason}</translation>
  </message>
  <message>
   <source>A file was written, fetched and deleted: the bucket works</source>
   <translation>Eine Datei wurde abgelegt, abgeholt und gelöscht: Der Bucket funktioniert</translation>
  </message>
  <message>
   <source>A folder of the library</source>
   <translation>Ein Ordner der Mediathek</translation>
  </message>
  <message>
   <source>A library item</source>
   <translation>Ein Stück der Mediathek</translation>
  </message>
  <message>
   <source>A line</source>
   <translation>Eine Zeile</translation>
  </message>
  <message>
   <source>A line that cannot be changed</source>
   <translation>Eine Zeile, die sich nicht ändern lässt</translation>
  </message>
  <message>
   <source>A line that is wrong</source>
   <translation>Eine Zeile, die nicht stimmt</translation>
  </message>
  <message>
   <source>A login by the window; it is made there</source>
   <translation>Eine Anmeldung im Fenster; sie entsteht dort</translation>
  </message>
  <message>
   <source>A login is about to end</source>
   <translation>Eine Anmeldung endet bald</translation>
  </message>
  <message>
   <source>A login is needed</source>
   <translation>Eine Anmeldung ist nötig</translation>
  </message>
  <message>
   <source>A login is needed.</source>
   <translation>Eine Anmeldung ist nötig.</translation>
  </message>
  <message>
   <source>A mark on the calendar</source>
   <translation>Eine Markierung im Kalender</translation>
  </message>
  <message>
   <source>A milestone was reached</source>
   <translation>Ein Meilenstein ist erreicht</translation>
  </message>
  <message>
   <source>A month's recurring revenue at each month's end</source>
   <translation>Wiederkehrender Monatsumsatz am Ende jedes Monats</translation>
  </message>
  <message>
   <source>A name or a number by which you know them; it may stay empty.</source>
   <translation>Ein Name oder eine Nummer, unter der Sie sie kennen; darf leer bleiben.</translation>
  </message>
  <message>
   <source>A new price</source>
   <translation>Ein neuer Preis</translation>
  </message>
  <message>
   <source>A number above 0 is needed.</source>
   <translation>Eine Zahl über 0 ist nötig.</translation>
  </message>
  <message>
   <source>A number such as 1.0712</source>
   <translation>Eine Zahl wie 1,0712</translation>
  </message>
  <message>
   <source>A number to reach by a day: OFAuto draws the line to it and says whether you are on it.</source>
   <translation>Eine Zahl, die bis zu einem Tag erreicht sein soll: OFAuto zieht die Linie dorthin und sagt, ob Sie auf ihr sind.</translation>
  </message>
  <message>
   <source>A paying fan, {month}</source>
   <translation>Ein zahlender Fan, {month}</translation>
  </message>
  <message>
   <source>A payout arrived</source>
   <translation>Eine Auszahlung ist angekommen</translation>
  </message>
  <message>
   <source>A platform's credit is used up</source>
   <translation>Das Guthaben einer Plattform ist aufgebraucht</translation>
  </message>
  <message>
   <source>A platform's credit runs low</source>
   <translation>Das Guthaben einer Plattform geht zur Neige</translation>
  </message>
  <message>
   <source>A post</source>
   <translation>Ein Beitrag</translation>
  </message>
  <message>
   <source>A post failed</source>
   <translation>Ein Beitrag ist fehlgeschlagen</translation>
  </message>
  <message>
   <source>A post is overdue</source>
   <translation>Ein Beitrag ist überfällig</translation>
  </message>
  <message>
   <source>A post is yours to put up</source>
   <translation>Ein Beitrag wartet darauf, dass Sie ihn einstellen</translation>
  </message>
  <message>
   <source>A post may have gone out or not</source>
   <translation>Ein Beitrag ist vielleicht erschienen, vielleicht nicht</translation>
  </message>
  <message>
   <source>A post missed its time</source>
   <translation>Ein Beitrag hat seine Zeit verpasst</translation>
  </message>
  <message>
   <source>A post that repeats</source>
   <translation>Ein Beitrag, der sich wiederholt</translation>
  </message>
  <message>
   <source>A post went out</source>
   <translation>Ein Beitrag ist erschienen</translation>
  </message>
  <message>
   <source>A post without text</source>
   <translation>Ein Beitrag ohne Text</translation>
  </message>
  <message>
   <source>A post; a film alone becomes a reel</source>
   <translation>Ein Beitrag; ein einzelner Film wird ein Reel</translation>
  </message>
  <message>
   <source>A proxy belongs to one account, so that nothing of two accounts goes out the same way. It is set on the account's card, under More, and tried before it is kept.</source>
   <translation>Ein Proxy gehört zu einem Konto, damit nichts von zwei Konten auf demselben Weg hinausgeht. Er wird auf der Karte des Kontos unter „Mehr“ eingestellt und geprüft, bevor er gespeichert wird.</translation>
  </message>
  <message>
   <source>A queue</source>
   <translation>Eine Warteschlange</translation>
  </message>
  <message>
   <source>A queue is a named line of posts: each takes the next free slot that carries its name.</source>
   <translation>Eine Warteschlange ist eine benannte Reihe von Beiträgen: Jeder bekommt den nächsten freien Termin mit ihrem Namen.</translation>
  </message>
  <message>
   <source>A reminder is due</source>
   <translation>Eine Erinnerung ist fällig</translation>
  </message>
  <message>
   <source>A secret</source>
   <translation>Ein Geheimnis</translation>
  </message>
  <message>
   <source>A session as Playwright exports it, where the login was made elsewhere</source>
   <translation>Eine Sitzung, wie Playwright sie ausgibt, wenn Sie sich anderswo angemeldet haben</translation>
  </message>
  <message>
   <source>A site refuses this network</source>
   <translation>Eine Seite lässt dieses Netz nicht ein</translation>
  </message>
  <message>
   <source>A story</source>
   <translation>Eine Story</translation>
  </message>
  <message>
   <source>A subscriber a month</source>
   <translation>Ein Abonnent im Monat</translation>
  </message>
  <message>
   <source>A user access token of OAuth 2.0</source>
   <translation>Ein Zugangstoken eines Nutzers (OAuth 2.0)</translation>
  </message>
  <message>
   <source>A week begins on</source>
   <translation>Die Woche beginnt am</translation>
  </message>
  <message>
   <source>A week earlier</source>
   <translation>Eine Woche früher</translation>
  </message>
  <message>
   <source>A week later</source>
   <translation>Eine Woche später</translation>
  </message>
  <message>
   <source>A whole number; money with its cents.</source>
   <translation>Eine ganze Zahl; Geld mit seinen Cent.</translation>
  </message>
  <message>
   <source>A window opens with the login page of {name}. You type there; your password never passes this program.</source>
   <translation>Ein Fenster mit der eigenen Anmeldeseite von {name} öffnet sich. Sie tippen dort; Ihr Passwort geht nie durch dieses Programm.</translation>
  </message>
  <message>
   <source>A window opens. Send the post there, or close the window: then nothing is sent.</source>
   <translation>Ein Fenster öffnet sich. Schicken Sie den Beitrag dort ab, oder schließen Sie das Fenster: dann wird nichts gesendet.</translation>
  </message>
  <message>
   <source>A year</source>
   <translation>Ein Jahr</translation>
  </message>
  <message>
   <source>A4</source>
   <translation>A4</translation>
  </message>
  <message>
   <source>ALT</source>
   <translation>ALT</translation>
  </message>
  <message>
   <source>Access key</source>
   <translation>Zugriffsschlüssel</translation>
  </message>
  <message>
   <source>Access token</source>
   <translation>Zugangstoken</translation>
  </message>
  <message>
   <source>Access was taken back</source>
   <translation>Der Zugang wurde entzogen</translation>
  </message>
  <message>
   <source>Account</source>
   <translation>Konto</translation>
  </message>
  <message>
   <source>Accounts</source>
   <translation>Konten</translation>
  </message>
  <message>
   <source>Accounts of OnlyFans and Fansly are then not used without you; what is due goes out in the morning.</source>
   <translation>Konten von OnlyFans und Fansly werden dann nicht ohne Sie benutzt; was fällig ist, geht am Morgen hinaus.</translation>
  </message>
  <message>
   <source>Accounts you follow</source>
   <translation>Konten, denen Sie folgen</translation>
  </message>
  <message>
   <source>Accounts you mention</source>
   <translation>Konten, die Sie erwähnen</translation>
  </message>
  <message>
   <source>Active</source>
   <translation>Aktiv</translation>
  </message>
  <message>
   <source>Active subscribers</source>
   <translation>Aktive Abonnenten</translation>
  </message>
  <message>
   <source>Add</source>
   <translation>Hinzufügen</translation>
  </message>
  <message>
   <source>Add a contact</source>
   <translation>Kontakt hinzufügen</translation>
  </message>
  <message>
   <source>Add a marker</source>
   <translation>Eine Marke setzen</translation>
  </message>
  <message>
   <source>Add a marker …</source>
   <translation>Eine Marke setzen …</translation>
  </message>
  <message>
   <source>Add a thread part</source>
   <translation>Einen Teil anfügen</translation>
  </message>
  <message>
   <source>Add a tile</source>
   <translation>Eine Kachel hinzufügen</translation>
  </message>
  <message>
   <source>Add client</source>
   <translation>Kunden hinzufügen</translation>
  </message>
  <message>
   <source>Add it</source>
   <translation>Hinzufügen</translation>
  </message>
  <message>
   <source>Add media</source>
   <translation>Medien hinzufügen</translation>
  </message>
  <message>
   <source>Add pictures and films; you can also drop and paste them</source>
   <translation>Bilder und Filme hinzufügen; Ablegen und Einfügen geht auch</translation>
  </message>
  <message>
   <source>Add pictures or a film from this computer; you can also drop or paste them</source>
   <translation>Bilder oder einen Film von diesem Rechner hinzufügen; Ablegen und Einfügen geht auch</translation>
  </message>
  <message>
   <source>Add queue</source>
   <translation>Warteschlange hinzufügen</translation>
  </message>
  <message>
   <source>Add slot</source>
   <translation>Termin hinzufügen</translation>
  </message>
  <message>
   <source>Add tags</source>
   <translation>Schlagwörter hinzufügen</translation>
  </message>
  <message>
   <source>Add tags…</source>
   <translation>Schlagwörter hinzufügen …</translation>
  </message>
  <message>
   <source>Add to queue</source>
   <translation>In eine Warteschlange</translation>
  </message>
  <message>
   <source>Add to {queue}</source>
   <translation>In {queue} einreihen</translation>
  </message>
  <message numerus="yes">
   <source>Add {n}</source>
   <translation>
    <numerusform>{n} hinzufügen</numerusform>
    <numerusform>{n} hinzufügen</numerusform>
   </translation>
  </message>
  <message>
   <source>Added</source>
   <translation>Hinzugefügt</translation>
  </message>
  <message>
   <source>Added the queue “{name}”</source>
   <translation>Warteschlange „{name}“ hinzugefügt</translation>
  </message>
  <message>
   <source>Added the slot {time}</source>
   <translation>Termin {time} hinzugefügt</translation>
  </message>
  <message>
   <source>Added to the library</source>
   <translation>Zur Mediathek hinzugefügt</translation>
  </message>
  <message>
   <source>Added {when}</source>
   <translation>Hinzugefügt {when}</translation>
  </message>
  <message>
   <source>Added: {words}.</source>
   <translation>Hinzugefügt: {words}.</translation>
  </message>
  <message>
   <source>Adding {name}</source>
   <translation>{name} wird hinzugefügt</translation>
  </message>
  <message>
   <source>Adding {number} of {many}: {name}</source>
   <translation>{number} von {many} wird hinzugefügt: {name}</translation>
  </message>
  <message>
   <source>Adding {number}…</source>
   <translation>{number} werden hinzugefügt …</translation>
  </message>
  <message>
   <source>Address</source>
   <translation>Adresse</translation>
  </message>
  <message>
   <source>Address for {platform}</source>
   <translation>Adresse für {platform}</translation>
  </message>
  <message>
   <source>Address of the file of rates</source>
   <translation>Adresse der Kursdatei</translation>
  </message>
  <message>
   <source>Address of the interface</source>
   <translation>Adresse der Schnittstelle</translation>
  </message>
  <message>
   <source>Address of the login page</source>
   <translation>Adresse der Anmeldeseite</translation>
  </message>
  <message>
   <source>Address of the post on {site}</source>
   <translation>Adresse des Beitrags auf {site}</translation>
  </message>
  <message>
   <source>Address of the site</source>
   <translation>Adresse der Seite</translation>
  </message>
  <message>
   <source>Address of the zone</source>
   <translation>Adresse der Zone</translation>
  </message>
  <message>
   <source>Address or number</source>
   <translation>Adresse oder Nummer</translation>
  </message>
  <message>
   <source>Address that ends logins</source>
   <translation>Adresse, die Anmeldungen beendet</translation>
  </message>
  <message>
   <source>Address that gives tokens</source>
   <translation>Adresse, die Token ausgibt</translation>
  </message>
  <message>
   <source>Address: {name}</source>
   <translation>Adresse: {name}</translation>
  </message>
  <message>
   <source>Adds up to the cent</source>
   <translation>Stimmt auf den Cent</translation>
  </message>
  <message>
   <source>Advanced</source>
   <translation>Erweitert</translation>
  </message>
  <message>
   <source>Advanced: addresses</source>
   <translation>Erweitert: Adressen</translation>
  </message>
  <message>
   <source>Affiliate's share</source>
   <translation>Anteil des Partners</translation>
  </message>
  <message>
   <source>Affiliates</source>
   <translation>Partner</translation>
  </message>
  <message>
   <source>After</source>
   <translation>Nach</translation>
  </message>
  <message>
   <source>After 1 day</source>
   <translation>Nach 1 Tag</translation>
  </message>
  <message>
   <source>After 1 minute</source>
   <translation>Nach 1 Minute</translation>
  </message>
  <message>
   <source>After 10 minutes</source>
   <translation>Nach 10 Minuten</translation>
  </message>
  <message>
   <source>After 15 minutes</source>
   <translation>Nach 15 Minuten</translation>
  </message>
  <message>
   <source>After 3 days</source>
   <translation>Nach 3 Tagen</translation>
  </message>
  <message>
   <source>After 30 days</source>
   <translation>Nach 30 Tagen</translation>
  </message>
  <message>
   <source>After 30 minutes</source>
   <translation>Nach 30 Minuten</translation>
  </message>
  <message>
   <source>After 5 minutes</source>
   <translation>Nach 5 Minuten</translation>
  </message>
  <message>
   <source>After 7 days</source>
   <translation>Nach 7 Tagen</translation>
  </message>
  <message>
   <source>After an hour</source>
   <translation>Nach einer Stunde</translation>
  </message>
  <message>
   <source>After that their files are deleted for good. Media of a planned post always stays.</source>
   <translation>Danach werden die Dateien endgültig gelöscht. Medien eines geplanten Beitrags bleiben immer.</translation>
  </message>
  <message>
   <source>Against the average</source>
   <translation>Gegenüber dem Durchschnitt</translation>
  </message>
  <message>
   <source>All</source>
   <translation>Alle</translation>
  </message>
  <message>
   <source>All accounts</source>
   <translation>Alle Konten</translation>
  </message>
  <message>
   <source>All accounts of {client}</source>
   <translation>Alle Konten von {client}</translation>
  </message>
  <message>
   <source>All at their next slots</source>
   <translation>Alle zu ihren nächsten Terminen</translation>
  </message>
  <message>
   <source>All clients</source>
   <translation>Alle Kunden</translation>
  </message>
  <message>
   <source>All conversations</source>
   <translation>Alle Unterhaltungen</translation>
  </message>
  <message>
   <source>All engagement over all of it, never a mean of rates (E1).</source>
   <translation>Alle Interaktionen durch alles zusammen, nie ein Mittel von Quoten (E1).</translation>
  </message>
  <message>
   <source>All look-alikes</source>
   <translation>Alle ähnlichen</translation>
  </message>
  <message>
   <source>All media</source>
   <translation>Alle Medien</translation>
  </message>
  <message>
   <source>All net earnings</source>
   <translation>Alle Nettoeinnahmen</translation>
  </message>
  <message>
   <source>All numbers are up to date.</source>
   <translation>Alle Zahlen sind aktuell.</translation>
  </message>
  <message>
   <source>All of these are out or on their way; they stay as they are.</source>
   <translation>Alle davon sind erschienen oder unterwegs; sie bleiben, wie sie sind.</translation>
  </message>
  <message>
   <source>All of these rates were here already</source>
   <translation>Alle diese Kurse waren schon da</translation>
  </message>
  <message>
   <source>All of this buyer</source>
   <translation>Alles von diesem Käufer</translation>
  </message>
  <message>
   <source>All of {platform}</source>
   <translation>Alles von {platform}</translation>
  </message>
  <message>
   <source>All on one scale: {number} of each day.</source>
   <translation>Alle auf einer Skala: {number} jedes Tages.</translation>
  </message>
  <message>
   <source>All payments less what went back, before fees</source>
   <translation>Alle Zahlungen ohne das, was zurückging, vor Gebühren</translation>
  </message>
  <message>
   <source>All products</source>
   <translation>Alle Produkte</translation>
  </message>
  <message>
   <source>All shortcuts</source>
   <translation>Alle Tastenkürzel</translation>
  </message>
  <message>
   <source>All sorts</source>
   <translation>Alle Arten</translation>
  </message>
  <message>
   <source>All that are still to come</source>
   <translation>Alle, die noch kommen</translation>
  </message>
  <message>
   <source>All time</source>
   <translation>Gesamte Zeit</translation>
  </message>
  <message>
   <source>All walls</source>
   <translation>Alle Walls</translation>
  </message>
  <message>
   <source>Allow it</source>
   <translation>Erlauben</translation>
  </message>
  <message>
   <source>Allow it for this account</source>
   <translation>Für dieses Konto erlauben</translation>
  </message>
  <message>
   <source>Alternative text</source>
   <translation>Alternativtext</translation>
  </message>
  <message>
   <source>Amount</source>
   <translation>Betrag</translation>
  </message>
  <message numerus="yes">
   <source>Amounts are unknown: of {n} fans it is not told what is paid, or for how long.</source>
   <translation>
    <numerusform>Beträge sind unbekannt: Von {n} Fan ist nicht bekannt, was er zahlt oder für wie lange.</numerusform>
    <numerusform>Beträge sind unbekannt: Von {n} Fans ist nicht bekannt, was sie zahlen oder für wie lange.</numerusform>
   </translation>
  </message>
  <message>
   <source>Amounts are unknown: {currency} has no stored rate for {day}.</source>
   <translation>Beträge sind unbekannt: Für {currency} ist am {day} kein Kurs gespeichert.</translation>
  </message>
  <message>
   <source>Amounts are written</source>
   <translation>Beträge sind geschrieben</translation>
  </message>
  <message>
   <source>An ISP zone is best: it keeps its address.</source>
   <translation>Am besten ist eine ISP-Zone: sie behält ihre Adresse.</translation>
  </message>
  <message>
   <source>An Instagram user token of your Meta app, or a page token of a Facebook login</source>
   <translation>Ein Instagram-Nutzertoken Ihrer Meta-App oder ein Seiten-Token einer Facebook-Anmeldung</translation>
  </message>
  <message>
   <source>An account</source>
   <translation>Ein Konto</translation>
  </message>
  <message>
   <source>An account is paused</source>
   <translation>Ein Konto pausiert</translation>
  </message>
  <message>
   <source>An account keeps at least one slot; without any of its own the daily ones count.</source>
   <translation>Ein Konto behält mindestens einen Termin; ohne eigene gelten die täglichen.</translation>
  </message>
  <message>
   <source>An account needs a new login</source>
   <translation>Ein Konto braucht eine neue Anmeldung</translation>
  </message>
  <message>
   <source>An account rests as its proxy fails</source>
   <translation>Ein Konto ruht, weil sein Proxy ausfällt</translation>
  </message>
  <message>
   <source>An address begins with https://.</source>
   <translation>Eine Adresse beginnt mit https://.</translation>
  </message>
  <message>
   <source>Analytics</source>
   <translation>Auswertung</translation>
  </message>
  <message>
   <source>And then?</source>
   <translation>Und danach?</translation>
  </message>
  <message>
   <source>Announced</source>
   <translation>Angekündigt</translation>
  </message>
  <message>
   <source>Another</source>
   <translation>Noch eine</translation>
  </message>
  <message>
   <source>Another account's login</source>
   <translation>Anmeldung eines anderen Kontos</translation>
  </message>
  <message>
   <source>Another cover</source>
   <translation>Anderes Titelbild</translation>
  </message>
  <message>
   <source>Another post goes out on {account} within the hour, at {time}.</source>
   <translation>Um {time}, innerhalb derselben Stunde, erscheint auf {account} ein anderer Beitrag.</translation>
  </message>
  <message>
   <source>Another rhythm…</source>
   <translation>Ein anderer Rhythmus …</translation>
  </message>
  <message>
   <source>Answer</source>
   <translation>Antwort</translation>
  </message>
  <message>
   <source>Answer in public</source>
   <translation>Öffentlich antworten</translation>
  </message>
  <message>
   <source>Answers the post</source>
   <translation>Antwortet auf den Beitrag</translation>
  </message>
  <message>
   <source>Any country</source>
   <translation>Jedes Land</translation>
  </message>
  <message>
   <source>Any day</source>
   <translation>Jeder Tag</translation>
  </message>
  <message>
   <source>Any tier</source>
   <translation>Jede Stufe</translation>
  </message>
  <message>
   <source>Anybody</source>
   <translation>Jeder</translation>
  </message>
  <message>
   <source>Appearance</source>
   <translation>Aussehen</translation>
  </message>
  <message>
   <source>April</source>
   <translation>April</translation>
  </message>
  <message>
   <source>Archive</source>
   <translation>Archivieren</translation>
  </message>
  <message>
   <source>Archived</source>
   <translation>Archiviert</translation>
  </message>
  <message>
   <source>Archived too</source>
   <translation>Auch archivierte</translation>
  </message>
  <message>
   <source>Arrange the tiles of Home</source>
   <translation>Die Kacheln der Startseite anordnen</translation>
  </message>
  <message>
   <source>Arrange these tiles</source>
   <translation>Diese Kacheln anordnen</translation>
  </message>
  <message>
   <source>Arrives {day}</source>
   <translation>Kommt am {day}</translation>
  </message>
  <message>
   <source>Arrow keys move the part that is kept, plus and minus change its size.</source>
   <translation>Die Pfeiltasten verschieben den Ausschnitt, Plus und Minus ändern seine Größe.</translation>
  </message>
  <message>
   <source>As Amazon has it for new buckets; else in the path.</source>
   <translation>Wie Amazon es bei neuen Buckets hält; sonst im Pfad.</translation>
  </message>
  <message>
   <source>As a draft</source>
   <translation>Als Entwurf</translation>
  </message>
  <message>
   <source>As host:port:user:password, or http://user:password@host:port</source>
   <translation>Als host:port:benutzer:passwort oder http://benutzer:passwort@host:port</translation>
  </message>
  <message>
   <source>As host:port:user:password. The account goes through it from its first login on.</source>
   <translation>Als host:port:benutzer:passwort. Das Konto geht von der ersten Anmeldung an durch ihn.</translation>
  </message>
  <message>
   <source>As https://hooks.example.com. It is only put together with each account's path, for you to copy.</source>
   <translation>Etwa https://hooks.example.com. Daraus und aus dem Pfad jedes Kontos entsteht die Adresse, die Sie kopieren.</translation>
  </message>
  <message>
   <source>As its platform announces it</source>
   <translation>Wie die Plattform es ankündigt</translation>
  </message>
  <message>
   <source>As little as possible</source>
   <translation>So wenig wie möglich</translation>
  </message>
  <message>
   <source>As many days before, shifted by whole weeks, so that weekdays match.</source>
   <translation>Ebenso viele Tage davor, um ganze Wochen verschoben, damit die Wochentage passen.</translation>
  </message>
  <message>
   <source>As many days straight before; for a calendar month the month before.</source>
   <translation>Ebenso viele Tage unmittelbar davor; bei einem Kalendermonat der Monat davor.</translation>
  </message>
  <message>
   <source>As the desktop</source>
   <translation>Wie der Desktop</translation>
  </message>
  <message>
   <source>Ask each time</source>
   <translation>Jedes Mal fragen</translation>
  </message>
  <message>
   <source>Ask for direct messages as well</source>
   <translation>Auch Direktnachrichten anfragen</translation>
  </message>
  <message>
   <source>Ask for the passphrase each time</source>
   <translation>Jedes Mal nach der Passphrase fragen</translation>
  </message>
  <message>
   <source>Ask me</source>
   <translation>Mich fragen</translation>
  </message>
  <message>
   <source>Asking the keychain …</source>
   <translation>Der Schlüsselbund wird gefragt …</translation>
  </message>
  <message>
   <source>Asks to wait</source>
   <translation>Bittet zu warten</translation>
  </message>
  <message>
   <source>At least</source>
   <translation>Mindestens</translation>
  </message>
  <message>
   <source>At most</source>
   <translation>Höchstens</translation>
  </message>
  <message>
   <source>At the end</source>
   <translation>Am Ende</translation>
  </message>
  <message>
   <source>At the next free slot</source>
   <translation>Zum nächsten freien Termin</translation>
  </message>
  <message>
   <source>At the pace of the last 7 days it is not reached within 90 days.</source>
   <translation>Im Tempo der letzten 7 Tage wird es in 90 Tagen nicht erreicht.</translation>
  </message>
  <message>
   <source>At the pace of the last 7 days it is reached on {day}.</source>
   <translation>Im Tempo der letzten 7 Tage wird es am {day} erreicht.</translation>
  </message>
  <message>
   <source>At the start</source>
   <translation>Am Anfang</translation>
  </message>
  <message>
   <source>Attached media</source>
   <translation>Angehängte Medien</translation>
  </message>
  <message>
   <source>Attachment</source>
   <translation>Anhang</translation>
  </message>
  <message>
   <source>Audience</source>
   <translation>Publikum</translation>
  </message>
  <message>
   <source>Audit trail exported</source>
   <translation>Protokoll ausgeführt</translation>
  </message>
  <message>
   <source>August</source>
   <translation>August</translation>
  </message>
  <message>
   <source>Author</source>
   <translation>Verfasser</translation>
  </message>
  <message>
   <source>Authorisation of the login</source>
   <translation>Autorisierung der Anmeldung</translation>
  </message>
  <message>
   <source>Available</source>
   <translation>Verfügbar</translation>
  </message>
  <message>
   <source>Back</source>
   <translation>Zurück</translation>
  </message>
  <message>
   <source>Back in the library</source>
   <translation>Wieder in der Mediathek</translation>
  </message>
  <message>
   <source>Back up now</source>
   <translation>Jetzt sichern</translation>
  </message>
  <message>
   <source>Back up now …</source>
   <translation>Jetzt sichern …</translation>
  </message>
  <message>
   <source>Backed up</source>
   <translation>Gesichert</translation>
  </message>
  <message>
   <source>Backing up …</source>
   <translation>Wird gesichert …</translation>
  </message>
  <message>
   <source>Backup</source>
   <translation>Sicherung</translation>
  </message>
  <message>
   <source>Badges, chips and platforms</source>
   <translation>Abzeichen, Filter und Plattformen</translation>
  </message>
  <message>
   <source>Banners</source>
   <translation>Banner</translation>
  </message>
  <message>
   <source>Bars with the period before</source>
   <translation>Balken mit dem Zeitraum davor</translation>
  </message>
  <message>
   <source>Beach set</source>
   <translation>Strandbilder</translation>
  </message>
  <message>
   <source>Before</source>
   <translation>Davor</translation>
  </message>
  <message>
   <source>Before fees, without sales tax. A refund begins with a minus.</source>
   <translation>Vor Gebühren, ohne Umsatzsteuer. Eine Erstattung beginnt mit einem Minus.</translation>
  </message>
  <message>
   <source>Before fees: what running spells really cost, by the month, each fan rounded (S1).</source>
   <translation>Vor Gebühren: was laufende Abos wirklich kosten, im Monat, je Fan gerundet (S1).</translation>
  </message>
  <message>
   <source>Before: {before}</source>
   <translation>Davor: {before}</translation>
  </message>
  <message>
   <source>Before: {value}</source>
   <translation>Davor: {value}</translation>
  </message>
  <message>
   <source>Begin with</source>
   <translation>Beginnen mit</translation>
  </message>
  <message>
   <source>Below zero is earlier. Each post keeps its time of day.</source>
   <translation>Unter null heißt früher. Jeder Beitrag behält seine Uhrzeit.</translation>
  </message>
  <message>
   <source>Best time to post</source>
   <translation>Beste Zeit zum Veröffentlichen</translation>
  </message>
  <message>
   <source>Best time to post as a table</source>
   <translation>Beste Zeit zum Veröffentlichen als Tabelle</translation>
  </message>
  <message>
   <source>Best time to post by slot</source>
   <translation>Beste Zeit zum Veröffentlichen nach Stunden</translation>
  </message>
  <message>
   <source>Better</source>
   <translation>Besser</translation>
  </message>
  <message>
   <source>Bin</source>
   <translation>Papierkorb</translation>
  </message>
  <message>
   <source>Booked on the day they happened; earlier days never change (M4).</source>
   <translation>Gebucht am Tag, an dem es geschah; frühere Tage ändern sich nie (M4).</translation>
  </message>
  <message>
   <source>Bought</source>
   <translation>Gekauft</translation>
  </message>
  <message>
   <source>Break down by</source>
   <translation>Aufteilen nach</translation>
  </message>
  <message>
   <source>Bright Data zone</source>
   <translation>Zone von Bright Data</translation>
  </message>
  <message>
   <source>Bring back</source>
   <translation>Zurückholen</translation>
  </message>
  <message>
   <source>Bring pictures into the library</source>
   <translation>Bilder in die Mediathek holen</translation>
  </message>
  <message>
   <source>Broken down</source>
   <translation>Aufgeteilt</translation>
  </message>
  <message>
   <source>Browser for sites without an interface for programs</source>
   <translation>Browser für Seiten ohne Schnittstelle für Programme</translation>
  </message>
  <message>
   <source>Browser session, as Playwright exports it</source>
   <translation>Browser-Sitzung, wie Playwright sie ausgibt</translation>
  </message>
  <message>
   <source>Browser's name (user agent)</source>
   <translation>Name des Browsers (User-Agent)</translation>
  </message>
  <message>
   <source>Bucket</source>
   <translation>Bucket</translation>
  </message>
  <message>
   <source>Buttons</source>
   <translation>Knöpfe</translation>
  </message>
  <message>
   <source>Buyer</source>
   <translation>Käufer</translation>
  </message>
  <message>
   <source>Buyers</source>
   <translation>Käufer</translation>
  </message>
  <message>
   <source>By age</source>
   <translation>Nach Alter</translation>
  </message>
  <message>
   <source>By another number of days…</source>
   <translation>Um eine andere Zahl von Tagen …</translation>
  </message>
  <message>
   <source>By city</source>
   <translation>Nach Stadt</translation>
  </message>
  <message>
   <source>By country</source>
   <translation>Nach Land</translation>
  </message>
  <message>
   <source>By form</source>
   <translation>Nach Form</translation>
  </message>
  <message>
   <source>By gender</source>
   <translation>Nach Geschlecht</translation>
  </message>
  <message>
   <source>By length</source>
   <translation>Nach Länge</translation>
  </message>
  <message>
   <source>By month</source>
   <translation>Nach Monat</translation>
  </message>
  <message>
   <source>By name</source>
   <translation>Nach Name</translation>
  </message>
  <message>
   <source>By tag</source>
   <translation>Nach Schlagwort</translation>
  </message>
  <message>
   <source>By the posts of the last half year, one time is like another.</source>
   <translation>Nach den Beiträgen des letzten halben Jahres ist eine Zeit wie die andere.</translation>
  </message>
  <message>
   <source>By time</source>
   <translation>Nach Zeit</translation>
  </message>
  <message>
   <source>By {group}</source>
   <translation>Nach {group}</translation>
  </message>
  <message>
   <source>By {number}</source>
   <translation>Nach {number}</translation>
  </message>
  <message>
   <source>Calendar</source>
   <translation>Kalender</translation>
  </message>
  <message>
   <source>Calendar exported</source>
   <translation>Kalender ausgeführt</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>Cancel post</source>
   <translation>Beitrag absagen</translation>
  </message>
  <message>
   <source>Cancelled</source>
   <translation>Abgesagt</translation>
  </message>
  <message>
   <source>Cannot be reached</source>
   <translation>Nicht erreichbar</translation>
  </message>
  <message>
   <source>Cannot be read</source>
   <translation>Nicht lesbar</translation>
  </message>
  <message>
   <source>Cannot be taken back</source>
   <translation>Lässt sich nicht zurücknehmen</translation>
  </message>
  <message>
   <source>Cannot listen</source>
   <translation>Kann nichts annehmen</translation>
  </message>
  <message>
   <source>Cannot tell yet: {posts} with a reading after 24 h are too few.</source>
   <translation>Noch nicht zu sagen: {posts} mit einer Messung nach 24 h sind zu wenig.</translation>
  </message>
  <message>
   <source>Caption</source>
   <translation>Bildunterschrift</translation>
  </message>
  <message>
   <source>Cards</source>
   <translation>Karten</translation>
  </message>
  <message>
   <source>Certainty</source>
   <translation>Sicherheit</translation>
  </message>
  <message>
   <source>Change</source>
   <translation>Ändern</translation>
  </message>
  <message>
   <source>Change a goal</source>
   <translation>Ein Ziel ändern</translation>
  </message>
  <message>
   <source>Change it</source>
   <translation>Ändern</translation>
  </message>
  <message>
   <source>Change it …</source>
   <translation>Ändern …</translation>
  </message>
  <message>
   <source>Change sets…</source>
   <translation>Zusammenstellungen ändern …</translation>
  </message>
  <message>
   <source>Change the keys …</source>
   <translation>Tasten ändern …</translation>
  </message>
  <message>
   <source>Change the mark</source>
   <translation>Die Markierung ändern</translation>
  </message>
  <message>
   <source>Change the passphrase</source>
   <translation>Passphrase ändern</translation>
  </message>
  <message>
   <source>Change the proxy</source>
   <translation>Proxy ändern</translation>
  </message>
  <message>
   <source>Change “{title}”…</source>
   <translation>„{title}“ ändern …</translation>
  </message>
  <message>
   <source>Change …</source>
   <translation>Ändern …</translation>
  </message>
  <message>
   <source>Changed</source>
   <translation>Geändert</translation>
  </message>
  <message>
   <source>Changed the cover of {name}</source>
   <translation>Titelbild von {name} geändert</translation>
  </message>
  <message>
   <source>Changed the folder {name}</source>
   <translation>Ordner {name} geändert</translation>
  </message>
  <message>
   <source>Changed the order of the queue</source>
   <translation>Reihenfolge der Warteschlange geändert</translation>
  </message>
  <message>
   <source>Changed the view “{name}”</source>
   <translation>Ansicht „{name}“ geändert</translation>
  </message>
  <message>
   <source>Changed “{title}”</source>
   <translation>„{title}“ geändert</translation>
  </message>
  <message>
   <source>Change…</source>
   <translation>Ändern …</translation>
  </message>
  <message>
   <source>Chargeback</source>
   <translation>Rückbuchung</translation>
  </message>
  <message>
   <source>Chargebacks</source>
   <translation>Rückbuchungen</translation>
  </message>
  <message>
   <source>Charges that were declined, and what they asked for; in no other column</source>
   <translation>Abgelehnte Abbuchungen und worum es ging; in keiner anderen Spalte</translation>
  </message>
  <message>
   <source>Chart</source>
   <translation>Diagramm</translation>
  </message>
  <message>
   <source>Charts, each with its table</source>
   <translation>Diagramme, jedes mit seiner Tabelle</translation>
  </message>
  <message>
   <source>Check</source>
   <translation>Prüfen</translation>
  </message>
  <message>
   <source>Check all</source>
   <translation>Alle prüfen</translation>
  </message>
  <message>
   <source>Check and connect</source>
   <translation>Prüfen und verbinden</translation>
  </message>
  <message>
   <source>Check and keep</source>
   <translation>Prüfen und speichern</translation>
  </message>
  <message>
   <source>Check now</source>
   <translation>Jetzt prüfen</translation>
  </message>
  <message>
   <source>Checked {age}</source>
   <translation>Geprüft {age}</translation>
  </message>
  <message>
   <source>Checking …</source>
   <translation>Wird geprüft …</translation>
  </message>
  <message>
   <source>Checks</source>
   <translation>Prüfungen</translation>
  </message>
  <message>
   <source>Choose a command to change its keys.</source>
   <translation>Wählen Sie einen Befehl, um seine Tasten zu ändern.</translation>
  </message>
  <message>
   <source>Choose a conversation to read it.</source>
   <translation>Wählen Sie eine Unterhaltung, um sie zu lesen.</translation>
  </message>
  <message>
   <source>Choose a day of the week.</source>
   <translation>Wählen Sie einen Wochentag.</translation>
  </message>
  <message>
   <source>Choose a file …</source>
   <translation>Datei wählen …</translation>
  </message>
  <message>
   <source>Choose a passphrase</source>
   <translation>Passphrase wählen</translation>
  </message>
  <message>
   <source>Choose an account to see the post as it will look.</source>
   <translation>Wählen Sie ein Konto, um den Beitrag so zu sehen, wie er erscheint.</translation>
  </message>
  <message>
   <source>Choose the days of the new slot first.</source>
   <translation>Wählen Sie zuerst die Tage des neuen Termins.</translation>
  </message>
  <message>
   <source>Choose there, for these tiers only: {tiers}</source>
   <translation>Wählen Sie dort, nur für diese Stufen: {tiers}</translation>
  </message>
  <message>
   <source>Choose what is read</source>
   <translation>Wählen, was gelesen wird</translation>
  </message>
  <message>
   <source>Choose which messages are read</source>
   <translation>Wählen, welche Nachrichten gelesen werden</translation>
  </message>
  <message>
   <source>Choose who logs in</source>
   <translation>Wählen Sie, wer sich anmeldet</translation>
  </message>
  <message>
   <source>Choose …</source>
   <translation>Wählen …</translation>
  </message>
  <message>
   <source>Churn</source>
   <translation>Abwanderung</translation>
  </message>
  <message>
   <source>Churn by amount</source>
   <translation>Abwanderung nach Betrag</translation>
  </message>
  <message>
   <source>Churned</source>
   <translation>Abgewandert</translation>
  </message>
  <message>
   <source>Clear filters</source>
   <translation>Filter aufheben</translation>
  </message>
  <message>
   <source>Clear search and filters</source>
   <translation>Suche und Filter aufheben</translation>
  </message>
  <message>
   <source>Clicks</source>
   <translation>Klicks</translation>
  </message>
  <message>
   <source>Client</source>
   <translation>Kunde</translation>
  </message>
  <message>
   <source>Client ID of your app</source>
   <translation>Client-ID Ihrer App</translation>
  </message>
  <message>
   <source>Client added</source>
   <translation>Kunde hinzugefügt</translation>
  </message>
  <message>
   <source>Client back again</source>
   <translation>Kunde wieder da</translation>
  </message>
  <message>
   <source>Client changed</source>
   <translation>Kunde geändert</translation>
  </message>
  <message>
   <source>Client removed</source>
   <translation>Kunde entfernt</translation>
  </message>
  <message>
   <source>Client secret of your app</source>
   <translation>Client-Geheimnis Ihrer App</translation>
  </message>
  <message>
   <source>Clients</source>
   <translation>Kunden</translation>
  </message>
  <message>
   <source>Clients shown: {names}</source>
   <translation>Gezeigte Kunden: {names}</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Schließen</translation>
  </message>
  <message>
   <source>Close (Esc)</source>
   <translation>Schließen (Esc)</translation>
  </message>
  <message>
   <source>Close it there, then try again.</source>
   <translation>Schließen Sie ihn dort und versuchen Sie es dann noch einmal.</translation>
  </message>
  <message>
   <source>Close the drafts</source>
   <translation>Entwürfe schließen</translation>
  </message>
  <message>
   <source>Close the side panel</source>
   <translation>Seitenfeld schließen</translation>
  </message>
  <message>
   <source>Close: {words}</source>
   <translation>Schließen: {words}</translation>
  </message>
  <message>
   <source>Close; what is written is kept (Esc)</source>
   <translation>Schließen; Geschriebenes bleibt (Esc)</translation>
  </message>
  <message>
   <source>Collected by the platform; in no other column</source>
   <translation>Von der Plattform eingezogen; in keiner anderen Spalte</translation>
  </message>
  <message>
   <source>Colour on the calendar</source>
   <translation>Farbe im Kalender</translation>
  </message>
  <message>
   <source>Colour {n}</source>
   <translation>Farbe {n}</translation>
  </message>
  <message>
   <source>Colours</source>
   <translation>Farben</translation>
  </message>
  <message>
   <source>Comes out elsewhere</source>
   <translation>Kommt anderswo heraus</translation>
  </message>
  <message>
   <source>Comfortable</source>
   <translation>Bequem</translation>
  </message>
  <message>
   <source>Coming</source>
   <translation>Kommend</translation>
  </message>
  <message>
   <source>Coming up</source>
   <translation>Demnächst</translation>
  </message>
  <message>
   <source>Command</source>
   <translation>Befehl</translation>
  </message>
  <message>
   <source>Commands</source>
   <translation>Befehle</translation>
  </message>
  <message>
   <source>Commands and their keys</source>
   <translation>Befehle und ihre Tasten</translation>
  </message>
  <message>
   <source>Comments</source>
   <translation>Kommentare</translation>
  </message>
  <message>
   <source>Commission</source>
   <translation>Auftrag</translation>
  </message>
  <message>
   <source>Compact</source>
   <translation>Kompakt</translation>
  </message>
  <message>
   <source>Compare</source>
   <translation>Vergleichen</translation>
  </message>
  <message>
   <source>Comparison</source>
   <translation>Vergleich</translation>
  </message>
  <message>
   <source>Connect</source>
   <translation>Verbinden</translation>
  </message>
  <message>
   <source>Connect a platform</source>
   <translation>Eine Plattform verbinden</translation>
  </message>
  <message>
   <source>Connect an account</source>
   <translation>Ein Konto verbinden</translation>
  </message>
  <message>
   <source>Connect an account first: every line belongs to one</source>
   <translation>Verbinden Sie zuerst ein Konto: Jede Zeile gehört zu einem</translation>
  </message>
  <message>
   <source>Connect one</source>
   <translation>Eins verbinden</translation>
  </message>
  <message>
   <source>Connect your own accounts. Takes about two minutes to the first planned post.</source>
   <translation>Verbinden Sie Ihre eigenen Konten. Bis zum ersten geplanten Beitrag dauert es etwa zwei Minuten.</translation>
  </message>
  <message>
   <source>Connect {name}</source>
   <translation>{name} verbinden</translation>
  </message>
  <message>
   <source>Connected</source>
   <translation>Verbunden</translation>
  </message>
  <message>
   <source>Contact</source>
   <translation>Kontakt</translation>
  </message>
  <message>
   <source>Contacts</source>
   <translation>Kontakte</translation>
  </message>
  <message>
   <source>Content</source>
   <translation>Inhalt</translation>
  </message>
  <message>
   <source>Content pillar</source>
   <translation>Inhaltsthema</translation>
  </message>
  <message>
   <source>Contraction</source>
   <translation>Verringerung</translation>
  </message>
  <message>
   <source>Contraction: fans who pay less than before</source>
   <translation>Verringerung: Fans, die weniger zahlen als vorher</translation>
  </message>
  <message>
   <source>Conversations</source>
   <translation>Unterhaltungen</translation>
  </message>
  <message>
   <source>Copied</source>
   <translation>Kopiert</translation>
  </message>
  <message>
   <source>Copied to {when}</source>
   <translation>Kopiert auf {when}</translation>
  </message>
  <message numerus="yes">
   <source>Copied {n} posts</source>
   <translation>
    <numerusform>{n} Beitrag kopiert</numerusform>
    <numerusform>{n} Beiträge kopiert</numerusform>
   </translation>
  </message>
  <message>
   <source>Copies the text, lays out the files and opens the site's own editor</source>
   <translation>Kopiert den Text, legt die Dateien bereit und öffnet den Editor der Seite</translation>
  </message>
  <message>
   <source>Copy</source>
   <translation>Kopieren</translation>
  </message>
  <message>
   <source>Copy a week later</source>
   <translation>Eine Woche später kopieren</translation>
  </message>
  <message>
   <source>Copy details</source>
   <translation>Einzelheiten kopieren</translation>
  </message>
  <message>
   <source>Copy the address</source>
   <translation>Adresse kopieren</translation>
  </message>
  <message>
   <source>Copy the address above and take it to {place}.</source>
   <translation>Kopieren Sie die Adresse oben und bringen Sie sie zu {place}.</translation>
  </message>
  <message>
   <source>Copy the address of the page it ended on, and paste it here.</source>
   <translation>Kopieren Sie die Adresse der Seite, auf der es endete, und fügen Sie sie hier ein.</translation>
  </message>
  <message>
   <source>Copy the id</source>
   <translation>Kennung kopieren</translation>
  </message>
  <message>
   <source>Copy the key</source>
   <translation>Schlüssel kopieren</translation>
  </message>
  <message>
   <source>Country</source>
   <translation>Land</translation>
  </message>
  <message>
   <source>Country of the proxy set</source>
   <translation>Land des Proxys eingestellt</translation>
  </message>
  <message>
   <source>Cover and description</source>
   <translation>Titelbild und Beschreibung</translation>
  </message>
  <message>
   <source>Cover…</source>
   <translation>Titelbild …</translation>
  </message>
  <message>
   <source>Create workspace</source>
   <translation>Arbeitsbereich anlegen</translation>
  </message>
  <message>
   <source>Creating …</source>
   <translation>Wird angelegt …</translation>
  </message>
  <message>
   <source>Crop and describe</source>
   <translation>Zuschneiden und beschreiben</translation>
  </message>
  <message>
   <source>Crop and describe…</source>
   <translation>Zuschneiden und beschreiben …</translation>
  </message>
  <message>
   <source>Crop…</source>
   <translation>Zuschneiden …</translation>
  </message>
  <message>
   <source>Currency</source>
   <translation>Währung</translation>
  </message>
  <message>
   <source>Custom work</source>
   <translation>Auftragsarbeit</translation>
  </message>
  <message>
   <source>Customer</source>
   <translation>Kunde</translation>
  </message>
  <message>
   <source>Customers</source>
   <translation>Käufer</translation>
  </message>
  <message>
   <source>Dark</source>
   <translation>Dunkel</translation>
  </message>
  <message>
   <source>Date</source>
   <translation>Datum</translation>
  </message>
  <message>
   <source>Dates</source>
   <translation>Daten</translation>
  </message>
  <message>
   <source>Dates are written</source>
   <translation>Daten sind geschrieben</translation>
  </message>
  <message>
   <source>Day</source>
   <translation>Tag</translation>
  </message>
  <message>
   <source>Day after</source>
   <translation>Tag danach</translation>
  </message>
  <message>
   <source>Day before</source>
   <translation>Tag davor</translation>
  </message>
  <message>
   <source>Day of the month</source>
   <translation>Tag des Monats</translation>
  </message>
  <message>
   <source>Days</source>
   <translation>Tage</translation>
  </message>
  <message>
   <source>Days in each client's time zone: {zones}</source>
   <translation>Tage in der Zeitzone jedes Kunden: {zones}</translation>
  </message>
  <message>
   <source>Days in {zone}</source>
   <translation>Tage in {zone}</translation>
  </message>
  <message>
   <source>Days in {zone} time · {currency}</source>
   <translation>Tage in der Zeit von {zone} · {currency}</translation>
  </message>
  <message>
   <source>Days of it are unknown, so it may be further than this.</source>
   <translation>Tage davon sind unbekannt, es kann also weiter sein als das.</translation>
  </message>
  <message>
   <source>Days of it are unknown: it is incomplete.</source>
   <translation>Tage davon sind unbekannt: Es ist unvollständig.</translation>
  </message>
  <message>
   <source>Days of my choice …</source>
   <translation>Tage meiner Wahl …</translation>
  </message>
  <message>
   <source>Days of the week</source>
   <translation>Wochentage</translation>
  </message>
  <message>
   <source>Days of which time zone</source>
   <translation>Tage welcher Zeitzone</translation>
  </message>
  <message>
   <source>December</source>
   <translation>Dezember</translation>
  </message>
  <message>
   <source>Decide</source>
   <translation>Entscheiden</translation>
  </message>
  <message>
   <source>Declined</source>
   <translation>Abgelehnt</translation>
  </message>
  <message>
   <source>Default currency</source>
   <translation>Übliche Währung</translation>
  </message>
  <message>
   <source>Default kind</source>
   <translation>Übliche Art</translation>
  </message>
  <message>
   <source>Delete</source>
   <translation>Löschen</translation>
  </message>
  <message>
   <source>Delete for good</source>
   <translation>Endgültig löschen</translation>
  </message>
  <message>
   <source>Delete for good…</source>
   <translation>Endgültig löschen …</translation>
  </message>
  <message>
   <source>Delete the post</source>
   <translation>Beitrag löschen</translation>
  </message>
  <message>
   <source>Delete the set {name}</source>
   <translation>Zusammenstellung {name} löschen</translation>
  </message>
  <message>
   <source>Delete this view</source>
   <translation>Diese Ansicht löschen</translation>
  </message>
  <message numerus="yes">
   <source>Delete {n} items</source>
   <translation>
    <numerusform>{n} Stück löschen</numerusform>
    <numerusform>{n} Stücke löschen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Delete {n} items for good?</source>
   <translation>
    <numerusform>{n} Stück endgültig löschen?</numerusform>
    <numerusform>{n} Stücke endgültig löschen?</numerusform>
   </translation>
  </message>
  <message>
   <source>Deleted</source>
   <translation>Gelöscht</translation>
  </message>
  <message>
   <source>Deleted for good</source>
   <translation>Endgültig gelöscht</translation>
  </message>
  <message>
   <source>Deleted the queue “{name}”; its posts keep their times</source>
   <translation>Warteschlange „{name}“ gelöscht; ihre Beiträge behalten ihre Zeiten</translation>
  </message>
  <message>
   <source>Deleted the set {name}</source>
   <translation>Zusammenstellung {name} gelöscht</translation>
  </message>
  <message>
   <source>Deleted the view “{name}”</source>
   <translation>Ansicht „{name}“ gelöscht</translation>
  </message>
  <message>
   <source>Deleted {name}</source>
   <translation>{name} gelöscht</translation>
  </message>
  <message numerus="yes">
   <source>Deleted {n} items for good</source>
   <translation>
    <numerusform>{n} Stück endgültig gelöscht</numerusform>
    <numerusform>{n} Stücke endgültig gelöscht</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Deleted {n} posts</source>
   <translation>
    <numerusform>{n} Beitrag gelöscht</numerusform>
    <numerusform>{n} Beiträge gelöscht</numerusform>
   </translation>
  </message>
  <message>
   <source>Density</source>
   <translation>Dichte</translation>
  </message>
  <message>
   <source>Describe it for people who cannot see it</source>
   <translation>Für Menschen beschreiben, die es nicht sehen können</translation>
  </message>
  <message>
   <source>Described</source>
   <translation>Beschrieben</translation>
  </message>
  <message>
   <source>Desktop notices rest from</source>
   <translation>Meldungen auf dem Desktop ruhen von</translation>
  </message>
  <message>
   <source>Desktop notices rest until</source>
   <translation>Meldungen auf dem Desktop ruhen bis</translation>
  </message>
  <message>
   <source>Destroyed</source>
   <translation>Vernichtet</translation>
  </message>
  <message>
   <source>Details</source>
   <translation>Einzelheiten</translation>
  </message>
  <message>
   <source>Deutsch</source>
   <translation>Deutsch</translation>
  </message>
  <message>
   <source>Did not go out</source>
   <translation>Ging nicht hinaus</translation>
  </message>
  <message>
   <source>Direct message</source>
   <translation>Direktnachricht</translation>
  </message>
  <message>
   <source>Direct messages</source>
   <translation>Direktnachrichten</translation>
  </message>
  <message>
   <source>Direct messages need a login that was granted them: log in again and ask for them.</source>
   <translation>Direktnachrichten brauchen eine Anmeldung, der sie gewährt wurden: Melden Sie sich neu an und fragen Sie danach.</translation>
  </message>
  <message>
   <source>Direct messages on Instagram are not built yet</source>
   <translation>Direktnachrichten auf Instagram gibt es noch nicht</translation>
  </message>
  <message>
   <source>Disable it</source>
   <translation>Sperren</translation>
  </message>
  <message>
   <source>Disabled</source>
   <translation>Gesperrt</translation>
  </message>
  <message>
   <source>Disconnect</source>
   <translation>Trennen</translation>
  </message>
  <message>
   <source>Disconnect {name}</source>
   <translation>{name} trennen</translation>
  </message>
  <message>
   <source>Disconnect {name}?</source>
   <translation>{name} trennen?</translation>
  </message>
  <message>
   <source>Disconnect …</source>
   <translation>Trennen …</translation>
  </message>
  <message>
   <source>Disconnected</source>
   <translation>Getrennt</translation>
  </message>
  <message>
   <source>Discount</source>
   <translation>Nachlass</translation>
  </message>
  <message>
   <source>Do not send</source>
   <translation>Nicht senden</translation>
  </message>
  <message>
   <source>Do not tell me</source>
   <translation>Nicht melden</translation>
  </message>
  <message>
   <source>Does not answer in time</source>
   <translation>Antwortet nicht rechtzeitig</translation>
  </message>
  <message>
   <source>Does not repeat</source>
   <translation>Keine Wiederholung</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>Fertig</translation>
  </message>
  <message>
   <source>Done again: {step}</source>
   <translation>Wiederholt: {step}</translation>
  </message>
  <message>
   <source>Done arranging</source>
   <translation>Anordnen beenden</translation>
  </message>
  <message>
   <source>Down</source>
   <translation>Runter</translation>
  </message>
  <message>
   <source>Draft</source>
   <translation>Entwurf</translation>
  </message>
  <message>
   <source>Draft kept</source>
   <translation>Entwurf aufbewahrt</translation>
  </message>
  <message>
   <source>Drafts</source>
   <translation>Entwürfe</translation>
  </message>
  <message>
   <source>Drafts without a time</source>
   <translation>Entwürfe ohne Zeit</translation>
  </message>
  <message>
   <source>Drafts {count}</source>
   <translation>Entwürfe {count}</translation>
  </message>
  <message>
   <source>Drag a post, or press Alt+Up and Alt+Down, to change the order.</source>
   <translation>Ziehen Sie einen Beitrag oder drücken Sie Alt+Auf und Alt+Ab, um die Reihenfolge zu ändern.</translation>
  </message>
  <message>
   <source>Drag a tile, or move it with the arrow keys. S changes its size, Delete removes it.</source>
   <translation>Ziehen Sie eine Kachel oder bewegen Sie sie mit den Pfeiltasten. S ändert die Größe, Entf entfernt sie.</translation>
  </message>
  <message>
   <source>Drag one to a day.</source>
   <translation>Ziehen Sie einen auf einen Tag.</translation>
  </message>
  <message>
   <source>Drawing (SVG)</source>
   <translation>Zeichnung (SVG)</translation>
  </message>
  <message>
   <source>Drop pictures and films here. They are kept encrypted on this computer.</source>
   <translation>Legen Sie hier Bilder und Filme ab. Sie liegen verschlüsselt auf diesem Rechner.</translation>
  </message>
  <message>
   <source>Each account's time zone</source>
   <translation>Zeitzone jedes Kontos</translation>
  </message>
  <message>
   <source>Each by itself</source>
   <translation>Jede für sich</translation>
  </message>
  <message>
   <source>Each client's own</source>
   <translation>Die eigene jedes Kunden</translation>
  </message>
  <message>
   <source>Each client's own days</source>
   <translation>Die eigenen Tage jedes Kunden</translation>
  </message>
  <message>
   <source>Each from 100</source>
   <translation>Jede ab 100</translation>
  </message>
  <message>
   <source>Each line at the rate of its day, for example:</source>
   <translation>Jede Zeile zum Kurs ihres Tages, zum Beispiel:</translation>
  </message>
  <message>
   <source>Each time becomes a post of its own, which can be changed alone.</source>
   <translation>Jedes Mal wird ein eigener Beitrag, der sich allein ändern lässt.</translation>
  </message>
  <message>
   <source>Earlier (Alt+Up)</source>
   <translation>Früher (Alt+Auf)</translation>
  </message>
  <message>
   <source>Earlier messages</source>
   <translation>Frühere Nachrichten</translation>
  </message>
  <message>
   <source>Earned before the platform's hold, and not paid out yet (M8)</source>
   <translation>Vor der Sperrfrist der Plattform verdient und noch nicht ausgezahlt (M8)</translation>
  </message>
  <message>
   <source>Earned within the platform's hold (M8)</source>
   <translation>Innerhalb der Sperrfrist der Plattform verdient (M8)</translation>
  </message>
  <message>
   <source>Edit</source>
   <translation>Bearbeiten</translation>
  </message>
  <message>
   <source>Edit it</source>
   <translation>Bearbeiten</translation>
  </message>
  <message>
   <source>Edit post</source>
   <translation>Beitrag bearbeiten</translation>
  </message>
  <message>
   <source>Edit the client</source>
   <translation>Kunden bearbeiten</translation>
  </message>
  <message>
   <source>Edit {name}</source>
   <translation>{name} bearbeiten</translation>
  </message>
  <message>
   <source>Edited</source>
   <translation>Bearbeitet</translation>
  </message>
  <message>
   <source>Eight series</source>
   <translation>Acht Reihen</translation>
  </message>
  <message>
   <source>Empty: estimated where the platform's rates are known, else there is none.</source>
   <translation>Leer: geschätzt, wo die Sätze der Plattform bekannt sind, sonst keine.</translation>
  </message>
  <message>
   <source>Empty: the European Central Bank's own.</source>
   <translation>Leer: die der Europäischen Zentralbank.</translation>
  </message>
  <message>
   <source>Enable it</source>
   <translation>Freigeben</translation>
  </message>
  <message>
   <source>Encrypted files on the disk</source>
   <translation>Verschlüsselte Dateien auf der Platte</translation>
  </message>
  <message>
   <source>End of the repeats</source>
   <translation>Ende der Wiederholungen</translation>
  </message>
  <message>
   <source>End the selection (Esc)</source>
   <translation>Auswahl beenden (Esc)</translation>
  </message>
  <message>
   <source>End the series</source>
   <translation>Serie beenden</translation>
  </message>
  <message>
   <source>Endpoint</source>
   <translation>Endpunkt</translation>
  </message>
  <message>
   <source>Ends</source>
   <translation>Endet</translation>
  </message>
  <message>
   <source>Ends soon</source>
   <translation>Endet bald</translation>
  </message>
  <message>
   <source>Engagement</source>
   <translation>Interaktionen</translation>
  </message>
  <message>
   <source>Engagement rate</source>
   <translation>Interaktionsrate</translation>
  </message>
  <message>
   <source>Engagement rate by impressions</source>
   <translation>Interaktionsrate je Einblendung</translation>
  </message>
  <message>
   <source>Engagement, last 7 days</source>
   <translation>Interaktionen, letzte 7 Tage</translation>
  </message>
  <message>
   <source>English</source>
   <translation>English</translation>
  </message>
  <message>
   <source>Enter a CSV file …</source>
   <translation>CSV-Datei eintragen …</translation>
  </message>
  <message>
   <source>Enter a line</source>
   <translation>Eine Zeile eintragen</translation>
  </message>
  <message>
   <source>Enter a line …</source>
   <translation>Eine Zeile eintragen …</translation>
  </message>
  <message>
   <source>Enter a rate</source>
   <translation>Einen Kurs eintragen</translation>
  </message>
  <message>
   <source>Enter a rate …</source>
   <translation>Einen Kurs eintragen …</translation>
  </message>
  <message>
   <source>Enter it</source>
   <translation>Eintragen</translation>
  </message>
  <message>
   <source>Enter the lines</source>
   <translation>Die Zeilen eintragen</translation>
  </message>
  <message>
   <source>Enter the tunnel's public address below.</source>
   <translation>Tragen Sie unten die öffentliche Adresse des Tunnels ein.</translation>
  </message>
  <message>
   <source>Enter {file}</source>
   <translation>{file} eintragen</translation>
  </message>
  <message numerus="yes">
   <source>Enter {n} lines</source>
   <translation>
    <numerusform>{n} Zeile eintragen</numerusform>
    <numerusform>{n} Zeilen eintragen</numerusform>
   </translation>
  </message>
  <message>
   <source>Enter, import and export</source>
   <translation>Eintragen, Einlesen und Ausgeben</translation>
  </message>
  <message>
   <source>Entered a line</source>
   <translation>Eine Zeile eingetragen</translation>
  </message>
  <message>
   <source>Entered here</source>
   <translation>Hier eingetragen</translation>
  </message>
  <message numerus="yes">
   <source>Entered {n} lines</source>
   <translation>
    <numerusform>{n} Zeile eingetragen</numerusform>
    <numerusform>{n} Zeilen eingetragen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Entered {n} rates</source>
   <translation>
    <numerusform>{n} Kurs eingetragen</numerusform>
    <numerusform>{n} Kurse eingetragen</numerusform>
   </translation>
  </message>
  <message>
   <source>Estimated by the platform's published rates</source>
   <translation>Nach den veröffentlichten Sätzen der Plattform geschätzt</translation>
  </message>
  <message>
   <source>Event</source>
   <translation>Ereignis</translation>
  </message>
  <message>
   <source>Every</source>
   <translation>Alle</translation>
  </message>
  <message>
   <source>Every client</source>
   <translation>Jeder Kunde</translation>
  </message>
  <message>
   <source>Every hour</source>
   <translation>Jede Stunde</translation>
  </message>
  <message>
   <source>Every platform</source>
   <translation>Jede Plattform</translation>
  </message>
  <message>
   <source>Every so many</source>
   <translation>Alle so viele</translation>
  </message>
  <message>
   <source>Every tile is there</source>
   <translation>Jede Kachel ist da</translation>
  </message>
  <message numerus="yes">
   <source>Every {n} days</source>
   <translation>
    <numerusform>Jeden Tag</numerusform>
    <numerusform>Alle {n} Tage</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Every {n} months on day {day}</source>
   <translation>
    <numerusform>Jeden Monat am {day}.</numerusform>
    <numerusform>Alle {n} Monate am {day}.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Every {n} months on the last day</source>
   <translation>
    <numerusform>Jeden Monat am letzten Tag</numerusform>
    <numerusform>Alle {n} Monate am letzten Tag</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Every {n} months on the {which} {day}</source>
   <translation>
    <numerusform>Jeden Monat am {which} {day}</numerusform>
    <numerusform>Alle {n} Monate am {which} {day}</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Every {n} weeks on {days}</source>
   <translation>
    <numerusform>Jede Woche am {days}</numerusform>
    <numerusform>Alle {n} Wochen am {days}</numerusform>
   </translation>
  </message>
  <message>
   <source>Everyone</source>
   <translation>Alle</translation>
  </message>
  <message>
   <source>Everything</source>
   <translation>Alles</translation>
  </message>
  <message>
   <source>Everything is paused: nothing goes out.</source>
   <translation>Alles ist pausiert: Nichts erscheint.</translation>
  </message>
  <message>
   <source>Everything is up to date</source>
   <translation>Alles ist aktuell</translation>
  </message>
  <message>
   <source>Everything of this workspace, encrypted, lies in this folder; so does the log.</source>
   <translation>Alles aus diesem Arbeitsbereich liegt verschlüsselt in diesem Ordner; auch das Protokoll.</translation>
  </message>
  <message>
   <source>Exchange rate</source>
   <translation>Wechselkurs</translation>
  </message>
  <message>
   <source>Exchange rates</source>
   <translation>Wechselkurse</translation>
  </message>
  <message>
   <source>Expansion</source>
   <translation>Ausweitung</translation>
  </message>
  <message>
   <source>Expansion: fans who pay more than before</source>
   <translation>Ausweitung: Fans, die mehr zahlen als vorher</translation>
  </message>
  <message>
   <source>Export as iCalendar</source>
   <translation>Als iCalendar ausgeben</translation>
  </message>
  <message>
   <source>Export as iCalendar…</source>
   <translation>Als iCalendar ausgeben …</translation>
  </message>
  <message>
   <source>Failed</source>
   <translation>Fehlgeschlagen</translation>
  </message>
  <message>
   <source>Fans</source>
   <translation>Fans</translation>
  </message>
  <message>
   <source>Fans with a paid spell that runs now. Free, trial and gifted spells are none (S).</source>
   <translation>Fans mit einem bezahlten Abo, das jetzt läuft. Kostenlose, geschenkte und Probeabos zählen nicht (S).</translation>
  </message>
  <message>
   <source>Fansly accepted it but its answer cannot be read</source>
   <translation>Fansly nahm es an, aber die Antwort ist nicht lesbar</translation>
  </message>
  <message>
   <source>Fansly answered {a}</source>
   <translation>Fansly antwortete mit {a}</translation>
  </message>
  <message>
   <source>Fansly answered {a} when it was sent</source>
   <translation>Fansly antwortete mit {a}, als es gesendet wurde</translation>
  </message>
  <message>
   <source>Fansly answered {a}, which this contract does not know</source>
   <translation>Fansly antwortete mit {a}, was hier nicht bekannt ist</translation>
  </message>
  <message>
   <source>Fansly asks to wait</source>
   <translation>Fansly bittet zu warten</translation>
  </message>
  <message>
   <source>Fansly has no threads</source>
   <translation>Fansly kennt keine Threads</translation>
  </message>
  <message>
   <source>Fansly has no threads.</source>
   <translation>Fansly kennt keine Threads.</translation>
  </message>
  <message>
   <source>Fansly has no tier {a}</source>
   <translation>Fansly hat keine Stufe {a}</translation>
  </message>
  <message>
   <source>Fansly has no {a} to read</source>
   <translation>Bei Fansly gibt es {a} nicht zu lesen</translation>
  </message>
  <message>
   <source>Fansly names nobody for this session; log in again</source>
   <translation>Fansly nennt niemanden zu dieser Sitzung; melden Sie sich neu an</translation>
  </message>
  <message>
   <source>Fansly no longer accepts this session; log in again</source>
   <translation>Fansly nimmt diese Sitzung nicht mehr an; melden Sie sich neu an</translation>
  </message>
  <message>
   <source>Fansly no longer has what was asked for</source>
   <translation>Fansly hat das Gesuchte nicht mehr</translation>
  </message>
  <message>
   <source>Fansly refused ({a})</source>
   <translation>Fansly lehnte ab ({a})</translation>
  </message>
  <message>
   <source>Fansly sends programs no messages of its own.</source>
   <translation>Fansly schickt Programmen von sich aus keine Nachrichten.</translation>
  </message>
  <message>
   <source>Fansly takes messages to one person from this program</source>
   <translation>Von diesem Programm nimmt Fansly Nachrichten an eine Person</translation>
  </message>
  <message>
   <source>Fansly takes posts and messages from its own page only, and there is no browser here</source>
   <translation>Fansly nimmt Posts und Nachrichten nur von der eigenen Seite an, und hier gibt es keinen Browser</translation>
  </message>
  <message>
   <source>Fansly takes this request from its own page only; the site may have changed</source>
   <translation>Fansly nimmt diese Anfrage nur von der eigenen Seite an; vielleicht hat sich die Website geändert</translation>
  </message>
  <message>
   <source>Fansly's scheduler does not take this minute; choose another</source>
   <translation>Der Planer von Fansly nimmt diese Minute nicht; wählen Sie eine andere</translation>
  </message>
  <message>
   <source>Fansly's scheduler is not turned that far</source>
   <translation>So weit wird der Planer von Fansly nicht geblättert</translation>
  </message>
  <message>
   <source>Fansly's timeline does not come to an end</source>
   <translation>Die Timeline von Fansly kommt an kein Ende</translation>
  </message>
  <message>
   <source>February</source>
   <translation>Februar</translation>
  </message>
  <message>
   <source>Fee</source>
   <translation>Gebühr</translation>
  </message>
  <message>
   <source>Fees</source>
   <translation>Gebühren</translation>
  </message>
  <message>
   <source>Fees back</source>
   <translation>Gebühren zurück</translation>
  </message>
  <message>
   <source>Fees less what came back with refunds. The rate is what the platforms really keep of the gross (M7).</source>
   <translation>Gebühren abzüglich dessen, was mit Erstattungen zurückkam. Der Satz ist, was die Plattformen wirklich vom Brutto behalten (M7).</translation>
  </message>
  <message>
   <source>Fetch from the ECB</source>
   <translation>Von der EZB holen</translation>
  </message>
  <message>
   <source>Fetch the European Central Bank's rates each day</source>
   <translation>Täglich die Kurse der Europäischen Zentralbank holen</translation>
  </message>
  <message>
   <source>Fetching …</source>
   <translation>Wird geholt …</translation>
  </message>
  <message>
   <source>Fewer numbers</source>
   <translation>Weniger Zahlen</translation>
  </message>
  <message>
   <source>Fields</source>
   <translation>Felder</translation>
  </message>
  <message>
   <source>Fill in and look</source>
   <translation>Ausfüllen und ansehen</translation>
  </message>
  <message>
   <source>Fill next week</source>
   <translation>Nächste Woche füllen</translation>
  </message>
  <message>
   <source>Fill next week with it…</source>
   <translation>Nächste Woche damit füllen …</translation>
  </message>
  <message>
   <source>Fill next week…</source>
   <translation>Nächste Woche füllen …</translation>
  </message>
  <message>
   <source>Film</source>
   <translation>Film</translation>
  </message>
  <message>
   <source>Films</source>
   <translation>Filme</translation>
  </message>
  <message>
   <source>Filter</source>
   <translation>Filter</translation>
  </message>
  <message>
   <source>Filter that is on</source>
   <translation>Filter, der an ist</translation>
  </message>
  <message>
   <source>Filters</source>
   <translation>Filter</translation>
  </message>
  <message>
   <source>Filters ({n})</source>
   <translation>Filter ({n})</translation>
  </message>
  <message>
   <source>Find a draft</source>
   <translation>Einen Entwurf finden</translation>
  </message>
  <message>
   <source>Find a folder</source>
   <translation>Einen Ordner finden</translation>
  </message>
  <message>
   <source>Find in messages</source>
   <translation>In Nachrichten suchen</translation>
  </message>
  <message>
   <source>Find in posts</source>
   <translation>In Beiträgen finden</translation>
  </message>
  <message>
   <source>Find in the calendar's posts</source>
   <translation>In den Beiträgen des Kalenders finden</translation>
  </message>
  <message>
   <source>First</source>
   <translation>Erster</translation>
  </message>
  <message>
   <source>First day</source>
   <translation>Erster Tag</translation>
  </message>
  <message>
   <source>First steps</source>
   <translation>Erste Schritte</translation>
  </message>
  <message>
   <source>First {days} …</source>
   <translation>Erste {days} …</translation>
  </message>
  <message>
   <source>Folder</source>
   <translation>Ordner</translation>
  </message>
  <message>
   <source>Folder changed</source>
   <translation>Ordner geändert</translation>
  </message>
  <message>
   <source>Folder in the bucket</source>
   <translation>Ordner im Bucket</translation>
  </message>
  <message>
   <source>Folder made</source>
   <translation>Ordner angelegt</translation>
  </message>
  <message>
   <source>Folder moved</source>
   <translation>Ordner verschoben</translation>
  </message>
  <message>
   <source>Folder of reports</source>
   <translation>Ordner der Berichte</translation>
  </message>
  <message>
   <source>Folder put back</source>
   <translation>Ordner zurückgeholt</translation>
  </message>
  <message>
   <source>Folder removed</source>
   <translation>Ordner entfernt</translation>
  </message>
  <message>
   <source>Folders</source>
   <translation>Ordner</translation>
  </message>
  <message>
   <source>Followers</source>
   <translation>Follower</translation>
  </message>
  <message>
   <source>Followers, 90 days</source>
   <translation>Follower, 90 Tage</translation>
  </message>
  <message>
   <source>Following</source>
   <translation>Folgt</translation>
  </message>
  <message>
   <source>For</source>
   <translation>Für</translation>
  </message>
  <message>
   <source>For You page</source>
   <translation>Für-dich-Seite</translation>
  </message>
  <message>
   <source>For any post</source>
   <translation>Für jeden Beitrag</translation>
  </message>
  <message>
   <source>For people who cannot see it.</source>
   <translation>Für Menschen, die es nicht sehen können.</translation>
  </message>
  <message>
   <source>For the platform</source>
   <translation>Für die Plattform</translation>
  </message>
  <message>
   <source>For the queue {name}</source>
   <translation>Für die Warteschlange {name}</translation>
  </message>
  <message>
   <source>For what is missed from now on. What is over a day late is always asked about.</source>
   <translation>Für alles, was ab jetzt verpasst wird. Was über einen Tag zu spät ist, wird immer gefragt.</translation>
  </message>
  <message>
   <source>For you alone; never sent anywhere.</source>
   <translation>Nur für Sie; wird nie irgendwohin gesendet.</translation>
  </message>
  <message>
   <source>For yourself, and to find it by.</source>
   <translation>Für Sie selbst und zum Wiederfinden.</translation>
  </message>
  <message>
   <source>Form</source>
   <translation>Form</translation>
  </message>
  <message>
   <source>Forms for single platforms</source>
   <translation>Formen für einzelne Plattformen</translation>
  </message>
  <message>
   <source>Forms made for sending</source>
   <translation>Zum Senden gemachte Formen</translation>
  </message>
  <message>
   <source>Free</source>
   <translation>Kostenlos</translation>
  </message>
  <message>
   <source>Free preview of a paid post</source>
   <translation>Freie Vorschau eines bezahlten Beitrags</translation>
  </message>
  <message>
   <source>Fri</source>
   <translation>Fr</translation>
  </message>
  <message>
   <source>From</source>
   <translation>Von</translation>
  </message>
  <message>
   <source>From now on: {rule}</source>
   <translation>Ab jetzt: {rule}</translation>
  </message>
  <message>
   <source>From the library</source>
   <translation>Aus der Mediathek</translation>
  </message>
  <message>
   <source>From the library…</source>
   <translation>Aus der Mediathek …</translation>
  </message>
  <message>
   <source>From today</source>
   <translation>Ab heute</translation>
  </message>
  <message>
   <source>From {account} to {person}.</source>
   <translation>Von {account} an {person}.</translation>
  </message>
  <message>
   <source>From {day}</source>
   <translation>Ab {day}</translation>
  </message>
  <message>
   <source>From … to …</source>
   <translation>Von … bis …</translation>
  </message>
  <message>
   <source>GIF</source>
   <translation>GIF</translation>
  </message>
  <message>
   <source>GIFs</source>
   <translation>GIFs</translation>
  </message>
  <message>
   <source>Give a use back</source>
   <translation>Nutzung zurückgeben</translation>
  </message>
  <message>
   <source>Give it its own media</source>
   <translation>Eigene Medien geben</translation>
  </message>
  <message>
   <source>Give it its own text</source>
   <translation>Eigenen Text geben</translation>
  </message>
  <message>
   <source>Give it its own thread</source>
   <translation>Eigenen Thread geben</translation>
  </message>
  <message>
   <source>Given back with refunds</source>
   <translation>Mit Erstattungen zurückgegeben</translation>
  </message>
  <message>
   <source>Given with the scope offline.access</source>
   <translation>Kommt mit dem Recht offline.access</translation>
  </message>
  <message>
   <source>Go</source>
   <translation>Gehe zu</translation>
  </message>
  <message>
   <source>Go on</source>
   <translation>Weiter</translation>
  </message>
  <message>
   <source>Go on now</source>
   <translation>Jetzt weiter</translation>
  </message>
  <message>
   <source>Go on with {words}</source>
   <translation>Weiter mit {words}</translation>
  </message>
  <message>
   <source>Go to today</source>
   <translation>Zum heutigen Tag</translation>
  </message>
  <message>
   <source>Go to {title}</source>
   <translation>Gehe zu {title}</translation>
  </message>
  <message>
   <source>Go without the proxy?</source>
   <translation>Ohne den Proxy hinausgehen?</translation>
  </message>
  <message>
   <source>Goal back again</source>
   <translation>Ziel wieder da</translation>
  </message>
  <message>
   <source>Goal changed</source>
   <translation>Ziel geändert</translation>
  </message>
  <message>
   <source>Goal changed: {name}</source>
   <translation>Ziel geändert: {name}</translation>
  </message>
  <message>
   <source>Goal removed</source>
   <translation>Ziel entfernt</translation>
  </message>
  <message>
   <source>Goal removed: {name}</source>
   <translation>Ziel entfernt: {name}</translation>
  </message>
  <message>
   <source>Goal set</source>
   <translation>Ziel gesetzt</translation>
  </message>
  <message>
   <source>Goal set: {name}</source>
   <translation>Ziel gesetzt: {name}</translation>
  </message>
  <message>
   <source>Goals</source>
   <translation>Ziele</translation>
  </message>
  <message>
   <source>Goes out as it is again</source>
   <translation>Erscheint wieder, wie er ist</translation>
  </message>
  <message>
   <source>Goes out {when}</source>
   <translation>Erscheint {when}</translation>
  </message>
  <message>
   <source>Goes through its own proxy, and without it while that fails, as you allowed</source>
   <translation>Geht durch seinen eigenen Proxy, und ohne ihn, solange er ausfällt, wie Sie es erlaubt haben</translation>
  </message>
  <message>
   <source>Goes through its own proxy, never around it</source>
   <translation>Geht durch den eigenen Proxy, nie daran vorbei</translation>
  </message>
  <message>
   <source>Goes through its proxy again</source>
   <translation>Geht wieder durch seinen Proxy</translation>
  </message>
  <message>
   <source>Goes without it</source>
   <translation>Geht ohne ihn</translation>
  </message>
  <message>
   <source>Good</source>
   <translation>Gültig</translation>
  </message>
  <message>
   <source>Good news</source>
   <translation>Gute Nachrichten</translation>
  </message>
  <message>
   <source>Gross</source>
   <translation>Brutto</translation>
  </message>
  <message>
   <source>Gross amount</source>
   <translation>Bruttobetrag</translation>
  </message>
  <message>
   <source>Group</source>
   <translation>Gruppe</translation>
  </message>
  <message>
   <source>Groups</source>
   <translation>Gruppen</translation>
  </message>
  <message>
   <source>Groups of followers</source>
   <translation>Gruppen von Followern</translation>
  </message>
  <message>
   <source>Guessed at once</source>
   <translation>Sofort erraten</translation>
  </message>
  <message>
   <source>Guessed in days</source>
   <translation>In Tagen erraten</translation>
  </message>
  <message>
   <source>Guessed quickly</source>
   <translation>Schnell erraten</translation>
  </message>
  <message>
   <source>Guest {mark}</source>
   <translation>Gast {mark}</translation>
  </message>
  <message>
   <source>Gumroad answered {a}</source>
   <translation>Gumroad antwortete {a}</translation>
  </message>
  <message>
   <source>Gumroad answered {a}, which this contract does not know</source>
   <translation>Gumroad antwortete {a}, was hier niemand kennt</translation>
  </message>
  <message>
   <source>Gumroad asks to wait</source>
   <translation>Gumroad bittet zu warten</translation>
  </message>
  <message>
   <source>Gumroad does not say whose login this is; the account may be suspended</source>
   <translation>Gumroad sagt nicht, wessen Anmeldung das ist; das Konto ist vielleicht gesperrt</translation>
  </message>
  <message>
   <source>Gumroad has no {a} to read</source>
   <translation>Gumroad hat keine {a} zu lesen</translation>
  </message>
  <message>
   <source>Gumroad is connected for money and customers; nothing is published there.</source>
   <translation>Gumroad ist für Geld und Käufer verbunden; dort wird nichts veröffentlicht.</translation>
  </message>
  <message>
   <source>Gumroad knows no such sale</source>
   <translation>Gumroad kennt keinen solchen Verkauf</translation>
  </message>
  <message>
   <source>Gumroad no longer accepts this access token</source>
   <translation>Gumroad nimmt dieses Zugangstoken nicht mehr an</translation>
  </message>
  <message>
   <source>Gumroad's API gives no access to conversations.</source>
   <translation>Gumroads Schnittstelle gibt keinen Zugang zu Gesprächen.</translation>
  </message>
  <message>
   <source>Gumroad's API gives no follower counts; subscribers are read as fans.</source>
   <translation>Gumroads Schnittstelle nennt keine Follower; Abonnenten werden als Fans gelesen.</translation>
  </message>
  <message>
   <source>Gumroad's API gives no likes, views or reach.</source>
   <translation>Gumroads Schnittstelle nennt keine Likes, Aufrufe oder Reichweite.</translation>
  </message>
  <message>
   <source>Gumroad's API lists no posts.</source>
   <translation>Gumroads Schnittstelle listet keine Beiträge.</translation>
  </message>
  <message>
   <source>Gumroad's posts are e-mails to buyers; they are written on its own pages.</source>
   <translation>Beiträge auf Gumroad sind E-Mails an Käufer; sie werden auf dessen eigenen Seiten geschrieben.</translation>
  </message>
  <message>
   <source>Has left the platform, or is on its way; it is never revenue (M8)</source>
   <translation>Hat die Plattform verlassen oder ist unterwegs; es ist nie Einnahme (M8)</translation>
  </message>
  <message>
   <source>Has no such exit</source>
   <translation>Hat keinen solchen Ausgang</translation>
  </message>
  <message>
   <source>Hashtags</source>
   <translation>Hashtags</translation>
  </message>
  <message>
   <source>Hatched: fewer than {n} posts. Framed: it stands out.</source>
   <translation>Schraffiert: weniger als {n} Beiträge. Umrahmt: sticht hervor.</translation>
  </message>
  <message>
   <source>Headline numbers</source>
   <translation>Kennzahlen</translation>
  </message>
  <message>
   <source>Hear of sales at once</source>
   <translation>Sofort von Verkäufen erfahren</translation>
  </message>
  <message>
   <source>Hears of payments as they happen, by webhook</source>
   <translation>Hört von Zahlungen, sobald sie geschehen, per Webhook</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>Hilfe</translation>
  </message>
  <message>
   <source>Help on this page</source>
   <translation>Hilfe zu dieser Seite</translation>
  </message>
  <message>
   <source>Help stands below.</source>
   <translation>Hilfe steht darunter.</translation>
  </message>
  <message>
   <source>Here is shown when posts do best, once there are some that are a day old.</source>
   <translation>Hier steht, wann Beiträge am besten wirken, sobald es welche gibt, die einen Tag alt sind.</translation>
  </message>
  <message>
   <source>Hide the first steps</source>
   <translation>Erste Schritte ausblenden</translation>
  </message>
  <message>
   <source>Hide what is typed</source>
   <translation>Eingabe verbergen</translation>
  </message>
  <message>
   <source>High contrast</source>
   <translation>Hoher Kontrast</translation>
  </message>
  <message>
   <source>History</source>
   <translation>Verlauf</translation>
  </message>
  <message>
   <source>Holiday</source>
   <translation>Feiertag</translation>
  </message>
  <message>
   <source>Home</source>
   <translation>Start</translation>
  </message>
  <message>
   <source>Home is as it came</source>
   <translation>Die Startseite ist wie am Anfang</translation>
  </message>
  <message>
   <source>Hours of each account's own zone</source>
   <translation>Stunden in der Zone jedes Kontos</translation>
  </message>
  <message>
   <source>Hours of {zone}</source>
   <translation>Stunden in {zone}</translation>
  </message>
  <message>
   <source>How</source>
   <translation>Wie</translation>
  </message>
  <message>
   <source>How Fansly's own page sends one is not known; write it at fansly.com.</source>
   <translation>Wie die eigene Seite von Fansly eine solche sendet, ist nicht bekannt; schreiben Sie sie auf fansly.com.</translation>
  </message>
  <message>
   <source>How it moved</source>
   <translation>Wie es sich bewegte</translation>
  </message>
  <message>
   <source>How long this part waits after the one before it is out</source>
   <translation>Wie lange dieser Teil wartet, nachdem der vorige erschienen ist</translation>
  </message>
  <message>
   <source>How many others the accounts follow, by the last reading.</source>
   <translation>Wie vielen anderen die Konten folgen, nach der letzten Messung.</translation>
  </message>
  <message>
   <source>How many posts the platform counts on the profile, by the last reading.</source>
   <translation>Wie viele Beiträge die Plattform im Profil zählt, nach der letzten Messung.</translation>
  </message>
  <message>
   <source>How many times</source>
   <translation>Wie oft</translation>
  </message>
  <message>
   <source>How much</source>
   <translation>Wie viel</translation>
  </message>
  <message>
   <source>However they stand</source>
   <translation>Jeder Stand</translation>
  </message>
  <message>
   <source>I posted it</source>
   <translation>Ich habe ihn eingestellt</translation>
  </message>
  <message>
   <source>I took it out there</source>
   <translation>Ich habe ihn dort herausgenommen</translation>
  </message>
  <message>
   <source>I will not post it</source>
   <translation>Ich stelle ihn nicht ein</translation>
  </message>
  <message>
   <source>Icon alone</source>
   <translation>Nur Symbol</translation>
  </message>
  <message>
   <source>Id</source>
   <translation>Nummer</translation>
  </message>
  <message>
   <source>If it did go out, it will be there twice. Look at the account's last posts first.</source>
   <translation>Falls es doch erschienen ist, steht es dann zweimal da. Sehen Sie zuerst die letzten Beiträge des Kontos an.</translation>
  </message>
  <message>
   <source>If you forget the passphrase, only this code opens the workspace. It is not shown again.</source>
   <translation>Wenn Sie die Passphrase vergessen, öffnet nur dieser Code den Arbeitsbereich. Er wird nicht noch einmal gezeigt.</translation>
  </message>
  <message>
   <source>Impressions</source>
   <translation>Einblendungen</translation>
  </message>
  <message>
   <source>In a queue</source>
   <translation>In einer Warteschlange</translation>
  </message>
  <message>
   <source>In an hour</source>
   <translation>In einer Stunde</translation>
  </message>
  <message>
   <source>In each account's own time: {places}</source>
   <translation>In der Zeit jedes Kontos: {places}</translation>
  </message>
  <message>
   <source>In no folder</source>
   <translation>In keinem Ordner</translation>
  </message>
  <message>
   <source>In the bin</source>
   <translation>Im Papierkorb</translation>
  </message>
  <message>
   <source>In the ledger already</source>
   <translation>Schon gebucht</translation>
  </message>
  <message>
   <source>In the month</source>
   <translation>Im Monat</translation>
  </message>
  <message>
   <source>In the program</source>
   <translation>Im Programm</translation>
  </message>
  <message>
   <source>In the site's queue</source>
   <translation>In der Warteschlange der Seite</translation>
  </message>
  <message>
   <source>In {currency}</source>
   <translation>In {currency}</translation>
  </message>
  <message>
   <source>In {place} time, the account's zone; yours is {mine}</source>
   <translation>In der Zeit von {place}, der Zone des Kontos; Ihre ist {mine}</translation>
  </message>
  <message>
   <source>In {queue}: goes out {when}</source>
   <translation>In {queue}: erscheint {when}</translation>
  </message>
  <message>
   <source>Income</source>
   <translation>Einnahmen</translation>
  </message>
  <message>
   <source>Income, fees, refunds and payouts by account, month and currency, as a CSV file.</source>
   <translation>Einnahmen, Gebühren, Erstattungen und Auszahlungen nach Konto, Monat und Währung als CSV-Datei.</translation>
  </message>
  <message>
   <source>Incomplete</source>
   <translation>Unvollständig</translation>
  </message>
  <message>
   <source>Instagram accepted it but its answer cannot be read</source>
   <translation>Instagram hat es angenommen, aber seine Antwort lässt sich nicht lesen</translation>
  </message>
  <message>
   <source>Instagram allows an answer only within a day of the person's message</source>
   <translation>Instagram erlaubt eine Antwort nur innerhalb eines Tages nach der Nachricht der Person</translation>
  </message>
  <message>
   <source>Instagram answered the login with what cannot be read: {a}</source>
   <translation>Instagram hat auf die Anmeldung etwas geantwortet, das sich nicht lesen lässt: {a}</translation>
  </message>
  <message>
   <source>Instagram answered {a} to the file</source>
   <translation>Instagram hat auf die Datei mit {a} geantwortet</translation>
  </message>
  <message>
   <source>Instagram answered {a} when the login was to be renewed</source>
   <translation>Instagram hat beim Erneuern der Anmeldung mit {a} geantwortet</translation>
  </message>
  <message>
   <source>Instagram app ID</source>
   <translation>Instagram-App-ID</translation>
  </message>
  <message>
   <source>Instagram app secret</source>
   <translation>Instagram-App-Geheimnis</translation>
  </message>
  <message>
   <source>Instagram asks to wait</source>
   <translation>Instagram bittet zu warten</translation>
  </message>
  <message>
   <source>Instagram cannot take this file</source>
   <translation>Instagram kann diese Datei nicht annehmen</translation>
  </message>
  <message>
   <source>Instagram cannot use this file: {a}</source>
   <translation>Instagram kann diese Datei nicht verwenden: {a}</translation>
  </message>
  <message>
   <source>Instagram did not take the login: its code was used or is too old, or the app does not fit</source>
   <translation>Instagram hat die Anmeldung nicht angenommen: Ihr Code wurde schon verwendet oder ist zu alt, oder die App passt nicht</translation>
  </message>
  <message>
   <source>Instagram does not know this post or account</source>
   <translation>Instagram kennt diesen Beitrag oder dieses Konto nicht</translation>
  </message>
  <message>
   <source>Instagram does not say whose login this is</source>
   <translation>Instagram sagt nicht, wessen Anmeldung das ist</translation>
  </message>
  <message>
   <source>Instagram fetches pictures and films from an address. A bucket of your own gives them one. Each lies there under a random name, behind a link that works for an hour, and is deleted once it was fetched. Until then, whoever has the link can see it.</source>
   <translation>Instagram holt Bilder und Filme von einer Adresse. Ein eigener Bucket gibt ihnen eine. Jede liegt dort unter einem zufälligen Namen, hinter einem Link, der eine Stunde gilt, und wird gelöscht, sobald sie abgeholt ist. Bis dahin kann sie sehen, wer den Link hat.</translation>
  </message>
  <message>
   <source>Instagram fetches pictures and films from an address: set up a bucket in the settings, or use a page token of Facebook</source>
   <translation>Instagram holt Bilder und Filme von einer Adresse: Richten Sie in den Einstellungen einen Bucket ein, oder verwenden Sie ein Seiten-Token von Facebook</translation>
  </message>
  <message>
   <source>Instagram gave a post no time that can be read</source>
   <translation>Instagram hat für einen Beitrag keine lesbare Zeit angegeben</translation>
  </message>
  <message>
   <source>Instagram gave no token for the login</source>
   <translation>Instagram hat für die Anmeldung kein Token gegeben</translation>
  </message>
  <message>
   <source>Instagram has no threads</source>
   <translation>Instagram kennt keine Threads</translation>
  </message>
  <message>
   <source>Instagram has no {a} to read</source>
   <translation>Bei Instagram gibt es kein {a} zu lesen</translation>
  </message>
  <message>
   <source>Instagram has not finished preparing the file in an hour; try it in another form</source>
   <translation>Instagram ist mit der Datei nach einer Stunde nicht fertig; versuchen Sie es in einer anderen Form</translation>
  </message>
  <message>
   <source>Instagram is still preparing the file</source>
   <translation>Instagram bereitet die Datei noch vor</translation>
  </message>
  <message>
   <source>Instagram limits how often a login is renewed</source>
   <translation>Instagram begrenzt, wie oft eine Anmeldung erneuert wird</translation>
  </message>
  <message>
   <source>Instagram named a strange address for the file; nothing was sent there</source>
   <translation>Instagram hat für die Datei eine fremde Adresse genannt; dorthin wurde nichts gesendet</translation>
  </message>
  <message>
   <source>Instagram names a next page that is no address</source>
   <translation>Instagram nennt eine nächste Seite, die keine Adresse ist</translation>
  </message>
  <message>
   <source>Instagram no longer accepts this login</source>
   <translation>Instagram nimmt diese Anmeldung nicht mehr an</translation>
  </message>
  <message>
   <source>Instagram renewed the login with an empty token; the old one is kept</source>
   <translation>Instagram hat die Anmeldung mit einem leeren Token erneuert; das alte wird behalten</translation>
  </message>
  <message>
   <source>Instagram repeats its pages; the list of posts may have holes</source>
   <translation>Instagram wiederholt seine Seiten; die Liste der Beiträge kann Lücken haben</translation>
  </message>
  <message>
   <source>Instagram says that it is published, but it cannot be told which post it is</source>
   <translation>Instagram sagt, dass es veröffentlicht ist, aber welcher Beitrag es ist, lässt sich nicht sagen</translation>
  </message>
  <message>
   <source>Instagram sends webhooks only to a public server of the app itself</source>
   <translation>Instagram sendet Webhooks nur an einen öffentlichen Server der App selbst</translation>
  </message>
  <message>
   <source>Instagram takes no post without a picture or a film</source>
   <translation>Instagram nimmt keinen Beitrag ohne Bild oder Film</translation>
  </message>
  <message>
   <source>Instagram takes no replies to posts</source>
   <translation>Auf Instagram gibt es keine Antworten auf Beiträge</translation>
  </message>
  <message>
   <source>Instagram takes posts from this program by itself</source>
   <translation>Instagram nimmt Beiträge von diesem Programm selbst an</translation>
  </message>
  <message>
   <source>Instagram takes {a} hashtags a post, these are {b}</source>
   <translation>Instagram nimmt {a} Hashtags je Beitrag, das sind {b}</translation>
  </message>
  <message>
   <source>Instagram takes {a} mentions a post, these are {b}</source>
   <translation>Instagram nimmt {a} Erwähnungen je Beitrag, das sind {b}</translation>
  </message>
  <message>
   <source>Instagram takes {a} pictures and films a post, these are {b}</source>
   <translation>Instagram nimmt {a} Bilder und Filme je Beitrag, das sind {b}</translation>
  </message>
  <message>
   <source>Instagram tells counts of followers, not who they are</source>
   <translation>Instagram nennt die Zahl der Follower, nicht wer sie sind</translation>
  </message>
  <message>
   <source>Instagram tells no earnings through its interface</source>
   <translation>Instagram nennt über seine Schnittstelle keine Einnahmen</translation>
  </message>
  <message>
   <source>Instagram wants the app's ID and secret for every login; enter both and log in again</source>
   <translation>Instagram verlangt für jede Anmeldung die ID und das Geheimnis der App; geben Sie beide ein und melden Sie sich erneut an</translation>
  </message>
  <message>
   <source>Install Chrome, Edge or Chromium, or name one in Settings → Advanced.</source>
   <translation>Installieren Sie Chrome, Edge oder Chromium, oder nennen Sie einen unter Einstellungen → Erweitert.</translation>
  </message>
  <message>
   <source>Intervals</source>
   <translation>Intervalle</translation>
  </message>
  <message>
   <source>Is being sent …</source>
   <translation>Wird gesendet …</translation>
  </message>
  <message>
   <source>Is used up</source>
   <translation>Ist aufgebraucht</translation>
  </message>
  <message>
   <source>It always holds what the present search and filters find.</source>
   <translation>Er enthält immer, was Suche und Filter von jetzt finden.</translation>
  </message>
  <message>
   <source>It asks for {names}</source>
   <translation>Es verlangt {names}</translation>
  </message>
  <message>
   <source>It can be changed in each post. What goes out at once is always asked about first.</source>
   <translation>In jedem Beitrag lässt es sich ändern. Was sofort erscheint, wird immer vorher gefragt.</translation>
  </message>
  <message>
   <source>It cannot be converted: no rates are stored.</source>
   <translation>Es lässt sich nicht umrechnen: Es sind keine Kurse gespeichert.</translation>
  </message>
  <message>
   <source>It cannot be shown.</source>
   <translation>Es lässt sich nicht zeigen.</translation>
  </message>
  <message>
   <source>It comes again tomorrow at this time</source>
   <translation>Sie kommt morgen zu dieser Zeit wieder</translation>
  </message>
  <message>
   <source>It comes before the first day.</source>
   <translation>Er liegt vor dem ersten Tag.</translation>
  </message>
  <message>
   <source>It decides what a day is in all numbers.</source>
   <translation>Sie entscheidet in allen Zahlen, was ein Tag ist.</translation>
  </message>
  <message>
   <source>It did not go out</source>
   <translation>Sie ging nicht hinaus</translation>
  </message>
  <message>
   <source>It encrypts everything here. Nobody can reset it for you; four random words are a good one.</source>
   <translation>Sie verschlüsselt alles hier. Niemand kann sie für Sie zurücksetzen; vier zufällige Wörter sind eine gute.</translation>
  </message>
  <message>
   <source>It ended</source>
   <translation>Ausgang</translation>
  </message>
  <message>
   <source>It ended without being reached.</source>
   <translation>Es endete, ohne erreicht zu sein.</translation>
  </message>
  <message>
   <source>It goes out at once ({at}) and cannot be taken back here.</source>
   <translation>Es erscheint sofort ({at}) und lässt sich hier nicht zurücknehmen.</translation>
  </message>
  <message>
   <source>It goes out at once and cannot be taken back here.</source>
   <translation>Es erscheint sofort und lässt sich hier nicht zurücknehmen.</translation>
  </message>
  <message>
   <source>It goes out at once. You are asked before it does.</source>
   <translation>Es erscheint sofort. Sie werden vorher gefragt.</translation>
  </message>
  <message>
   <source>It goes out {when}</source>
   <translation>Es erscheint {when}</translation>
  </message>
  <message>
   <source>It has no time yet. Drag it into the week, or edit it.</source>
   <translation>Er hat noch keine Zeit. Ziehen Sie ihn in die Woche oder bearbeiten Sie ihn.</translation>
  </message>
  <message>
   <source>It has no time yet. Give it one, then it can repeat.</source>
   <translation>Er hat noch keine Zeit. Geben Sie ihm eine, dann kann er sich wiederholen.</translation>
  </message>
  <message>
   <source>It is being sent, so it cannot be moved.</source>
   <translation>Er wird gerade gesendet und lässt sich nicht verschieben.</translation>
  </message>
  <message>
   <source>It is going out now</source>
   <translation>Er erscheint jetzt</translation>
  </message>
  <message>
   <source>It is in no total: it is no revenue, or nobody has confirmed it.</source>
   <translation>Es ist in keiner Summe: Es ist keine Einnahme, oder niemand hat es bestätigt.</translation>
  </message>
  <message>
   <source>It is not known whether a post went out</source>
   <translation>Ob ein Beitrag erschienen ist, ist nicht bekannt</translation>
  </message>
  <message>
   <source>It is not known whether it went out on {account}. It is looked for there.</source>
   <translation>Es ist nicht bekannt, ob er auf {account} veröffentlicht wurde. Er wird dort gesucht.</translation>
  </message>
  <message>
   <source>It is not known whether the message went out. It is not sent again.</source>
   <translation>Es ist nicht bekannt, ob die Nachricht hinausging. Sie wird nicht noch einmal gesendet.</translation>
  </message>
  <message>
   <source>It is not known whether this went out. Nothing is sent again until you settle it.</source>
   <translation>Ob das erschienen ist, ist nicht bekannt. Nichts wird noch einmal gesendet, bis Sie es klären.</translation>
  </message>
  <message>
   <source>It is not known whether {item} went out on {account}</source>
   <translation>Ob {item} auf {account} erschienen ist, ist nicht bekannt</translation>
  </message>
  <message>
   <source>It is not out</source>
   <translation>Er ist nicht erschienen</translation>
  </message>
  <message>
   <source>It is not sent again until this is settled.</source>
   <translation>Er wird nicht noch einmal gesendet, bis das geklärt ist.</translation>
  </message>
  <message>
   <source>It is out already</source>
   <translation>Er ist schon erschienen</translation>
  </message>
  <message>
   <source>It is out already, so it cannot be moved.</source>
   <translation>Er ist schon erschienen und lässt sich nicht verschieben.</translation>
  </message>
  <message>
   <source>It is out on {account}</source>
   <translation>Er ist auf {account} veröffentlicht</translation>
  </message>
  <message>
   <source>It is out, as the post of {when}</source>
   <translation>Er ist erschienen, als Beitrag von {when}</translation>
  </message>
  <message>
   <source>It is out: this one</source>
   <translation>Er ist erschienen: dieser</translation>
  </message>
  <message>
   <source>It is sent again to {account}</source>
   <translation>Er wird noch einmal an {account} gesendet</translation>
  </message>
  <message>
   <source>It is to come out in {country}</source>
   <translation>Er soll in {country} herauskommen</translation>
  </message>
  <message>
   <source>It is too long</source>
   <translation>Es ist zu lang</translation>
  </message>
  <message>
   <source>It lies in the queue of {account}'s site, which puts it out at its time</source>
   <translation>Er liegt in der Warteschlange der Website von {account}, die ihn zu seiner Zeit veröffentlicht</translation>
  </message>
  <message>
   <source>It lies in the site's own queue: move it there.</source>
   <translation>Er liegt in der eigenen Warteschlange der Seite: verschieben Sie ihn dort.</translation>
  </message>
  <message>
   <source>It may be tried again at {time} on {day}.</source>
   <translation>Um {time} am {day} kann es wieder versucht werden.</translation>
  </message>
  <message>
   <source>It may come out anywhere now</source>
   <translation>Er darf jetzt überall herauskommen</translation>
  </message>
  <message>
   <source>It may go without its proxy while that fails</source>
   <translation>Es darf ohne seinen Proxy hinausgehen, solange er ausfällt</translation>
  </message>
  <message>
   <source>It needs a name.</source>
   <translation>Er braucht einen Namen.</translation>
  </message>
  <message>
   <source>It never goes without its proxy</source>
   <translation>Es geht nie ohne seinen Proxy hinaus</translation>
  </message>
  <message>
   <source>It repeats: {rule}</source>
   <translation>Er wiederholt sich: {rule}</translation>
  </message>
  <message>
   <source>It says nearly the same as a post of {day} on {account}.</source>
   <translation>Er sagt fast dasselbe wie ein Beitrag vom {day} auf {account}.</translation>
  </message>
  <message>
   <source>It says the same as a post of {day} on {account}.</source>
   <translation>Er sagt dasselbe wie ein Beitrag vom {day} auf {account}.</translation>
  </message>
  <message>
   <source>It shows the same picture as a post of {day} on {account}.</source>
   <translation>Er zeigt dasselbe Bild wie ein Beitrag vom {day} auf {account}.</translation>
  </message>
  <message>
   <source>It stands in the menu of saved views.</source>
   <translation>Sie steht im Menü der gespeicherten Ansichten.</translation>
  </message>
  <message>
   <source>It stands on the chart, such as “Club is $9 now”.</source>
   <translation>Es steht im Diagramm, etwa „Club kostet jetzt 9 $“.</translation>
  </message>
  <message>
   <source>It takes about 30 posts, each with its numbers after a day.</source>
   <translation>Dafür braucht es etwa 30 Beiträge, jeder mit seinen Zahlen nach einem Tag.</translation>
  </message>
  <message>
   <source>It was left as it is. Install that version or a later one.</source>
   <translation>Er blieb, wie er war. Installieren Sie diese oder eine spätere Version.</translation>
  </message>
  <message>
   <source>It was not published. Change it, then schedule it again.</source>
   <translation>Er wurde nicht veröffentlicht. Ändern Sie ihn und planen Sie ihn dann neu.</translation>
  </message>
  <message>
   <source>It was not sent again. See whether it is there before you decide.</source>
   <translation>Er wurde nicht noch einmal gesendet. Sehen Sie nach, ob er dort ist, bevor Sie entscheiden.</translation>
  </message>
  <message>
   <source>It was not touched. A backup can be restored with “ofauto backup restore”.</source>
   <translation>Sie wurde nicht angerührt. Eine Sicherung lässt sich mit „ofauto backup restore“ zurückholen.</translation>
  </message>
  <message>
   <source>It will lie in {folder}.</source>
   <translation>Er wird in {folder} liegen.</translation>
  </message>
  <message>
   <source>Item before</source>
   <translation>Voriges Stück</translation>
  </message>
  <message>
   <source>Item before (Left)</source>
   <translation>Voriges Stück (Links)</translation>
  </message>
  <message>
   <source>Its exit is gone</source>
   <translation>Sein Ausgang ist weg</translation>
  </message>
  <message>
   <source>Its line</source>
   <translation>Seine Zeile</translation>
  </message>
  <message>
   <source>Its login is destroyed and planned posts do not go out. Posts, numbers and money stay here.</source>
   <translation>Die Anmeldung wird vernichtet, und geplante Beiträge erscheinen nicht. Beiträge, Zahlen und Geld bleiben hier.</translation>
  </message>
  <message>
   <source>Its own media</source>
   <translation>Eigene Medien</translation>
  </message>
  <message>
   <source>Its own text</source>
   <translation>Eigener Text</translation>
  </message>
  <message>
   <source>Its own text: {text}</source>
   <translation>Eigener Text: {text}</translation>
  </message>
  <message>
   <source>Its own thread</source>
   <translation>Eigener Thread</translation>
  </message>
  <message>
   <source>Its posts stay planned and wait until you have logged in.</source>
   <translation>Seine Beiträge bleiben geplant und warten, bis Sie sich angemeldet haben.</translation>
  </message>
  <message>
   <source>Its sale</source>
   <translation>Sein Verkauf</translation>
  </message>
  <message>
   <source>Its time has come: look at it, and send it yourself. The program fills it in on {site}.</source>
   <translation>Seine Zeit ist da: Sehen Sie ihn an und schicken Sie ihn selbst ab. Das Programm füllt ihn auf {site} aus.</translation>
  </message>
  <message>
   <source>Its time has come: yours to put up</source>
   <translation>Seine Zeit ist gekommen: Sie stellen ihn ein</translation>
  </message>
  <message>
   <source>January</source>
   <translation>Januar</translation>
  </message>
  <message>
   <source>July</source>
   <translation>Juli</translation>
  </message>
  <message>
   <source>June</source>
   <translation>Juni</translation>
  </message>
  <message>
   <source>June 4</source>
   <translation>Juni 4</translation>
  </message>
  <message>
   <source>Keep</source>
   <translation>Behalten</translation>
  </message>
  <message>
   <source>Keep a backup in another place</source>
   <translation>Eine Sicherung an einem anderen Ort aufbewahren</translation>
  </message>
  <message>
   <source>Keep all</source>
   <translation>Alle behalten</translation>
  </message>
  <message>
   <source>Keep as draft</source>
   <translation>Als Entwurf behalten</translation>
  </message>
  <message>
   <source>Keep in the bin</source>
   <translation>Im Papierkorb lassen</translation>
  </message>
  <message>
   <source>Keep it</source>
   <translation>Behalten</translation>
  </message>
  <message>
   <source>Keep it unknown</source>
   <translation>Ungeklärt lassen</translation>
  </message>
  <message>
   <source>Keep posting while locked by itself</source>
   <translation>Weiter posten, solange von selbst gesperrt ist</translation>
  </message>
  <message>
   <source>Keep quiet hours</source>
   <translation>Ruhezeiten einhalten</translation>
  </message>
  <message>
   <source>Keep running in the tray when the window closes</source>
   <translation>Im Infobereich weiterlaufen, wenn das Fenster schließt</translation>
  </message>
  <message>
   <source>Keep the rate</source>
   <translation>Kurs behalten</translation>
  </message>
  <message>
   <source>Keep them</source>
   <translation>Behalten</translation>
  </message>
  <message>
   <source>Keep these filters in this view</source>
   <translation>Diese Filter in dieser Ansicht behalten</translation>
  </message>
  <message>
   <source>Keep this view</source>
   <translation>Diese Ansicht behalten</translation>
  </message>
  <message>
   <source>Keep this view …</source>
   <translation>Diese Ansicht behalten …</translation>
  </message>
  <message>
   <source>Keep writing</source>
   <translation>Weiterschreiben</translation>
  </message>
  <message>
   <source>Keep your recovery kit</source>
   <translation>Bewahren Sie Ihr Notfallblatt auf</translation>
  </message>
  <message>
   <source>Keeps {width} by {height} pixels</source>
   <translation>Behält {width} mal {height} Bildpunkte</translation>
  </message>
  <message>
   <source>Kept as a draft</source>
   <translation>Als Entwurf behalten</translation>
  </message>
  <message>
   <source>Kept as it is. A new post offers to go on with it.</source>
   <translation>So aufbewahrt. Ein neuer Beitrag bietet an, damit weiterzumachen.</translation>
  </message>
  <message>
   <source>Kept as {name}</source>
   <translation>Als {name} behalten</translation>
  </message>
  <message>
   <source>Kept at {time}</source>
   <translation>Aufbewahrt um {time}</translation>
  </message>
  <message>
   <source>Kept by platforms</source>
   <translation>Von Plattformen behalten</translation>
  </message>
  <message>
   <source>Kept text changed</source>
   <translation>Aufbewahrter Text geändert</translation>
  </message>
  <message>
   <source>Kept text removed</source>
   <translation>Aufbewahrter Text entfernt</translation>
  </message>
  <message>
   <source>Key {key}</source>
   <translation>Schlüssel {key}</translation>
  </message>
  <message>
   <source>Keyboard</source>
   <translation>Tastatur</translation>
  </message>
  <message>
   <source>Keychain …</source>
   <translation>Schlüsselbund …</translation>
  </message>
  <message>
   <source>Keys</source>
   <translation>Tasten</translation>
  </message>
  <message>
   <source>Keys changed</source>
   <translation>Tasten geändert</translation>
  </message>
  <message>
   <source>Keys on this page</source>
   <translation>Tasten auf dieser Seite</translation>
  </message>
  <message>
   <source>Kind</source>
   <translation>Art</translation>
  </message>
  <message>
   <source>Kinds of posts</source>
   <translation>Arten von Beiträgen</translation>
  </message>
  <message>
   <source>Ko-fi cannot be asked whether the token is right; the first delivery will show it</source>
   <translation>Ko-fi lässt sich nicht fragen, ob das Token stimmt; die erste Sendung zeigt es</translation>
  </message>
  <message>
   <source>Ko-fi lets no program publish. When a post is due you are reminded, and put it into Ko-fi's own editor.</source>
   <translation>Ko-fi lässt kein Programm veröffentlichen. Ist ein Beitrag fällig, werden Sie erinnert und stellen ihn im Editor von Ko-fi ein.</translation>
  </message>
  <message>
   <source>Ko-fi offers programs no interface; it only tells of payments, as they happen</source>
   <translation>Ko-fi bietet Programmen keine Schnittstelle; es meldet nur Zahlungen, sobald sie geschehen</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>Sprache</translation>
  </message>
  <message>
   <source>Language and formats</source>
   <translation>Sprache und Formate</translation>
  </message>
  <message>
   <source>Largest first</source>
   <translation>Größte zuerst</translation>
  </message>
  <message>
   <source>Last</source>
   <translation>Letzter</translation>
  </message>
  <message>
   <source>Last 12 months</source>
   <translation>Letzte 12 Monate</translation>
  </message>
  <message>
   <source>Last 26 weeks, engagement 24 h after posting against the ten posts before</source>
   <translation>Letzte 26 Wochen, Interaktionen 24 h nach Erscheinen gegenüber den zehn Beiträgen davor</translation>
  </message>
  <message>
   <source>Last 28 days</source>
   <translation>Letzte 28 Tage</translation>
  </message>
  <message>
   <source>Last 3 years</source>
   <translation>Letzte 3 Jahre</translation>
  </message>
  <message>
   <source>Last 30 days</source>
   <translation>Letzte 30 Tage</translation>
  </message>
  <message>
   <source>Last 365 days</source>
   <translation>Letzte 365 Tage</translation>
  </message>
  <message>
   <source>Last 7 days</source>
   <translation>Letzte 7 Tage</translation>
  </message>
  <message>
   <source>Last 90 days</source>
   <translation>Letzte 90 Tage</translation>
  </message>
  <message>
   <source>Last charge</source>
   <translation>Letzte Abbuchung</translation>
  </message>
  <message>
   <source>Last day</source>
   <translation>Letzter Tag</translation>
  </message>
  <message>
   <source>Last month</source>
   <translation>Letzter Monat</translation>
  </message>
  <message>
   <source>Last posts of {account}</source>
   <translation>Letzte Beiträge von {account}</translation>
  </message>
  <message>
   <source>Last year</source>
   <translation>Letztes Jahr</translation>
  </message>
  <message numerus="yes">
   <source>Last {n} days</source>
   <translation>
    <numerusform>Letzter Tag</numerusform>
    <numerusform>Letzte {n} Tage</numerusform>
   </translation>
  </message>
  <message>
   <source>Latency</source>
   <translation>Antwortzeit</translation>
  </message>
  <message>
   <source>Latency of the proxy</source>
   <translation>Antwortzeit des Proxys</translation>
  </message>
  <message>
   <source>Later (Alt+Down)</source>
   <translation>Später (Alt+Ab)</translation>
  </message>
  <message>
   <source>Leave it</source>
   <translation>Lassen</translation>
  </message>
  <message>
   <source>Leave the wrong lines out</source>
   <translation>Falsche Zeilen auslassen</translation>
  </message>
  <message>
   <source>Leaves</source>
   <translation>Geht</translation>
  </message>
  <message>
   <source>Ledger</source>
   <translation>Buchungen</translation>
  </message>
  <message>
   <source>Ledger line</source>
   <translation>Buchung</translation>
  </message>
  <message>
   <source>Left</source>
   <translation>Gegangen</translation>
  </message>
  <message>
   <source>Left empty, {name}'s own address is used.</source>
   <translation>Leer: die eigene Adresse von {name} wird benutzt.</translation>
  </message>
  <message>
   <source>Left out</source>
   <translation>Ausgelassen</translation>
  </message>
  <message>
   <source>Left out: {words}.</source>
   <translation>Ausgelassen: {words}.</translation>
  </message>
  <message>
   <source>Less what grew</source>
   <translation>Abzüglich dessen, was wuchs</translation>
  </message>
  <message>
   <source>Let it find what is looked for now</source>
   <translation>Ihn finden lassen, was jetzt gesucht wird</translation>
  </message>
  <message>
   <source>Let posts go out without me looking</source>
   <translation>Beiträge hinausgehen lassen, ohne dass ich hinsehe</translation>
  </message>
  <message>
   <source>Let posts of {name} go out without you looking?</source>
   <translation>Beiträge von {name} hinausgehen lassen, ohne dass Sie hinsehen?</translation>
  </message>
  <message>
   <source>Let the keychain unlock it</source>
   <translation>Durch den Schlüsselbund öffnen lassen</translation>
  </message>
  <message>
   <source>Let the library grow up to a limit</source>
   <translation>Die Mediathek bis zu einer Grenze wachsen lassen</translation>
  </message>
  <message>
   <source>Letter</source>
   <translation>Letter</translation>
  </message>
  <message>
   <source>Letters and digits. Empty: one of its own, always the same.</source>
   <translation>Buchstaben und Ziffern. Leer: eine eigene, immer dieselbe.</translation>
  </message>
  <message>
   <source>Library</source>
   <translation>Mediathek</translation>
  </message>
  <message>
   <source>Licence disabled</source>
   <translation>Lizenz gesperrt</translation>
  </message>
  <message>
   <source>Licence enabled</source>
   <translation>Lizenz freigegeben</translation>
  </message>
  <message>
   <source>Lifetime</source>
   <translation>Insgesamt</translation>
  </message>
  <message>
   <source>Lifetime value</source>
   <translation>Kundenwert</translation>
  </message>
  <message>
   <source>Light</source>
   <translation>Hell</translation>
  </message>
  <message>
   <source>Likes</source>
   <translation>Likes</translation>
  </message>
  <message>
   <source>Likes, comments, shares and saves of the last 7 complete days.</source>
   <translation>Likes, Kommentare, Weitergaben und Lesezeichen der letzten 7 vollen Tage.</translation>
  </message>
  <message>
   <source>Likes, comments, shares and saves that came in the period (E0, E1).</source>
   <translation>Likes, Kommentare, Weitergaben und Lesezeichen, die im Zeitraum kamen (E0, E1).</translation>
  </message>
  <message>
   <source>Limit</source>
   <translation>Grenze</translation>
  </message>
  <message>
   <source>Limit of the library changed</source>
   <translation>Grenze der Mediathek geändert</translation>
  </message>
  <message>
   <source>Limit set by you · {left}</source>
   <translation>Von Ihnen gesetzte Grenze · {left}</translation>
  </message>
  <message>
   <source>Line</source>
   <translation>Linie</translation>
  </message>
  <message>
   <source>Lines entered</source>
   <translation>Zeilen eingetragen</translation>
  </message>
  <message>
   <source>Lines of the file</source>
   <translation>Zeilen der Datei</translation>
  </message>
  <message>
   <source>Lines of the notice centre</source>
   <translation>Zeilen der Meldungen</translation>
  </message>
  <message>
   <source>Lines taken back</source>
   <translation>Zeilen zurückgenommen</translation>
  </message>
  <message>
   <source>Link</source>
   <translation>Verweis</translation>
  </message>
  <message>
   <source>Link clicks</source>
   <translation>Klicks auf Verweise</translation>
  </message>
  <message>
   <source>List</source>
   <translation>Liste</translation>
  </message>
  <message>
   <source>Listening on port {port}</source>
   <translation>Nimmt an Port {port} an</translation>
  </message>
  <message>
   <source>Loading</source>
   <translation>Wird geladen</translation>
  </message>
  <message>
   <source>Loading, empty, broken, offline</source>
   <translation>Laden, leer, kaputt, offline</translation>
  </message>
  <message>
   <source>Lock</source>
   <translation>Sperren</translation>
  </message>
  <message>
   <source>Lock when idle</source>
   <translation>Bei Untätigkeit sperren</translation>
  </message>
  <message>
   <source>Lock with the computer</source>
   <translation>Mit dem Computer sperren</translation>
  </message>
  <message>
   <source>Log in again</source>
   <translation>Neu anmelden</translation>
  </message>
  <message>
   <source>Log in again …</source>
   <translation>Neu anmelden …</translation>
  </message>
  <message>
   <source>Log in again: {name}</source>
   <translation>Neu anmelden: {name}</translation>
  </message>
  <message>
   <source>Log in in a window</source>
   <translation>In einem Fenster anmelden</translation>
  </message>
  <message>
   <source>Log in with the browser</source>
   <translation>Mit dem Browser anmelden</translation>
  </message>
  <message>
   <source>Logged in</source>
   <translation>Angemeldet</translation>
  </message>
  <message>
   <source>Login history</source>
   <translation>Verlauf der Anmeldung</translation>
  </message>
  <message>
   <source>Login history …</source>
   <translation>Verlauf der Anmeldung …</translation>
  </message>
  <message>
   <source>Login lasts until {when}</source>
   <translation>Anmeldung gilt bis {when}</translation>
  </message>
  <message>
   <source>Login of {name}</source>
   <translation>Anmeldung von {name}</translation>
  </message>
  <message>
   <source>Logo</source>
   <translation>Logo</translation>
  </message>
  <message>
   <source>Logo on reports</source>
   <translation>Logo auf Berichten</translation>
  </message>
  <message>
   <source>Longest first</source>
   <translation>Längste zuerst</translation>
  </message>
  <message>
   <source>Look again</source>
   <translation>Erneut nachsehen</translation>
  </message>
  <message>
   <source>Look at posts yourself again</source>
   <translation>Beiträge wieder selbst ansehen</translation>
  </message>
  <message>
   <source>Look at the post</source>
   <translation>Beitrag ansehen</translation>
  </message>
  <message>
   <source>Look for it</source>
   <translation>Danach sehen</translation>
  </message>
  <message>
   <source>Look up its licence</source>
   <translation>Lizenz nachsehen</translation>
  </message>
  <message>
   <source>Look-alikes</source>
   <translation>Ähnliche</translation>
  </message>
  <message>
   <source>Looks like</source>
   <translation>Sieht aus wie</translation>
  </message>
  <message>
   <source>MMMM yyyy</source>
   <translation>MMMM yyyy</translation>
  </message>
  <message>
   <source>Made a draft</source>
   <translation>Zum Entwurf gemacht</translation>
  </message>
  <message>
   <source>Made on {day}.</source>
   <translation>Erstellt am {day}.</translation>
  </message>
  <message>
   <source>Made the folder {name}</source>
   <translation>Ordner {name} angelegt</translation>
  </message>
  <message>
   <source>Made to fit a platform</source>
   <translation>Einer Plattform angepasst</translation>
  </message>
  <message>
   <source>Made up of {many}</source>
   <translation>Besteht aus {many}</translation>
  </message>
  <message numerus="yes">
   <source>Made up of {n} rows</source>
   <translation>
    <numerusform>Besteht aus {n} Zeile</numerusform>
    <numerusform>Besteht aus {n} Zeilen</numerusform>
   </translation>
  </message>
  <message>
   <source>Made up; nothing reaches a real platform.</source>
   <translation>Erfunden; nichts erreicht eine echte Plattform.</translation>
  </message>
  <message>
   <source>Made with AI</source>
   <translation>Mit KI gemacht</translation>
  </message>
  <message numerus="yes">
   <source>Made {n} posts drafts</source>
   <translation>
    <numerusform>{n} Beitrag zum Entwurf gemacht</numerusform>
    <numerusform>{n} Beiträge zu Entwürfen gemacht</numerusform>
   </translation>
  </message>
  <message>
   <source>Mail, phone, manager …</source>
   <translation>E-Mail, Telefon, Manager …</translation>
  </message>
  <message>
   <source>Main</source>
   <translation>Haupt</translation>
  </message>
  <message>
   <source>Make drafts</source>
   <translation>Zu Entwürfen machen</translation>
  </message>
  <message>
   <source>Make folder</source>
   <translation>Ordner anlegen</translation>
  </message>
  <message>
   <source>Make it a draft</source>
   <translation>Zum Entwurf machen</translation>
  </message>
  <message>
   <source>Making a year of practice data …</source>
   <translation>Ein Jahr Übungsdaten entsteht …</translation>
  </message>
  <message>
   <source>Making it …</source>
   <translation>Wird erstellt …</translation>
  </message>
  <message>
   <source>March</source>
   <translation>März</translation>
  </message>
  <message>
   <source>Mark all read</source>
   <translation>Alle als gelesen markieren</translation>
  </message>
  <message>
   <source>Mark as read</source>
   <translation>Als gelesen markieren</translation>
  </message>
  <message>
   <source>Mark as unread</source>
   <translation>Als ungelesen markieren</translation>
  </message>
  <message>
   <source>Mark changed</source>
   <translation>Markierung geändert</translation>
  </message>
  <message>
   <source>Mark days</source>
   <translation>Tage markieren</translation>
  </message>
  <message>
   <source>Mark removed</source>
   <translation>Markierung entfernt</translation>
  </message>
  <message>
   <source>Mark this day…</source>
   <translation>Diesen Tag markieren …</translation>
  </message>
  <message>
   <source>Marked on the calendar</source>
   <translation>Im Kalender markiert</translation>
  </message>
  <message>
   <source>Marked “{title}”</source>
   <translation>„{title}“ markiert</translation>
  </message>
  <message>
   <source>Marker</source>
   <translation>Marke</translation>
  </message>
  <message>
   <source>Marker added</source>
   <translation>Marke gesetzt</translation>
  </message>
  <message>
   <source>Marker changed</source>
   <translation>Marke geändert</translation>
  </message>
  <message>
   <source>Marker deleted</source>
   <translation>Marke gelöscht</translation>
  </message>
  <message>
   <source>May</source>
   <translation>Mai</translation>
  </message>
  <message>
   <source>May be left empty, or such as ofauto/</source>
   <translation>Darf leer bleiben, oder etwa ofauto/</translation>
  </message>
  <message>
   <source>May go without it while it fails</source>
   <translation>Darf ohne ihn hinausgehen, solange er ausfällt</translation>
  </message>
  <message>
   <source>May go without its proxy</source>
   <translation>Darf ohne seinen Proxy hinausgehen</translation>
  </message>
  <message>
   <source>Media</source>
   <translation>Medien</translation>
  </message>
  <message>
   <source>Media as for all</source>
   <translation>Medien wie bei allen</translation>
  </message>
  <message>
   <source>Media host</source>
   <translation>Ablageort für Medien</translation>
  </message>
  <message>
   <source>Media host given up</source>
   <translation>Ablageort für Medien aufgegeben</translation>
  </message>
  <message>
   <source>Media host set up</source>
   <translation>Ablageort für Medien eingerichtet</translation>
  </message>
  <message>
   <source>Member</source>
   <translation>Mitglied</translation>
  </message>
  <message>
   <source>Members</source>
   <translation>Mitglieder</translation>
  </message>
  <message>
   <source>Men</source>
   <translation>Männer</translation>
  </message>
  <message>
   <source>Mentions</source>
   <translation>Erwähnungen</translation>
  </message>
  <message>
   <source>Menu</source>
   <translation>Menü</translation>
  </message>
  <message>
   <source>Menus and tooltips show them too. Commands of a page are listed once it was opened.</source>
   <translation>Menüs und Hinweise zeigen sie auch. Befehle einer Seite stehen hier, sobald sie einmal geöffnet war.</translation>
  </message>
  <message>
   <source>Message sent</source>
   <translation>Nachricht gesendet</translation>
  </message>
  <message>
   <source>Message to many</source>
   <translation>Nachricht an viele</translation>
  </message>
  <message>
   <source>Message to many taken back</source>
   <translation>Nachricht an viele zurückgenommen</translation>
  </message>
  <message>
   <source>Messages</source>
   <translation>Nachrichten</translation>
  </message>
  <message>
   <source>Messages are only read of accounts for which you choose so here.</source>
   <translation>Nachrichten werden nur von Konten gelesen, für die Sie es hier wählen.</translation>
  </message>
  <message>
   <source>Messages are up to date</source>
   <translation>Die Nachrichten sind auf dem neuesten Stand</translation>
  </message>
  <message>
   <source>Messages …</source>
   <translation>Nachrichten …</translation>
  </message>
  <message>
   <source>Missed</source>
   <translation>Verpasst</translation>
  </message>
  <message>
   <source>Missed its time</source>
   <translation>Hat seine Zeit verpasst</translation>
  </message>
  <message>
   <source>Missed posts</source>
   <translation>Verpasste Beiträge</translation>
  </message>
  <message>
   <source>Missed posts settled</source>
   <translation>Verpasste Beiträge geklärt</translation>
  </message>
  <message>
   <source>Moment that stands for the film</source>
   <translation>Augenblick, der für den Film steht</translation>
  </message>
  <message>
   <source>Mon</source>
   <translation>Mo</translation>
  </message>
  <message>
   <source>Monday</source>
   <translation>Montag</translation>
  </message>
  <message>
   <source>Monday to Friday</source>
   <translation>Montag bis Freitag</translation>
  </message>
  <message>
   <source>Money</source>
   <translation>Geld</translation>
  </message>
  <message>
   <source>Month</source>
   <translation>Monat</translation>
  </message>
  <message>
   <source>Month after</source>
   <translation>Monat danach</translation>
  </message>
  <message>
   <source>Month before</source>
   <translation>Monat davor</translation>
  </message>
  <message>
   <source>Month's report</source>
   <translation>Monatsbericht</translation>
  </message>
  <message>
   <source>Month's report (PDF)</source>
   <translation>Monatsbericht (PDF)</translation>
  </message>
  <message>
   <source>Month's report as PDF</source>
   <translation>Monatsbericht als PDF</translation>
  </message>
  <message>
   <source>Month, week or day before</source>
   <translation>Monat, Woche oder Tag davor</translation>
  </message>
  <message>
   <source>Months</source>
   <translation>Monate</translation>
  </message>
  <message>
   <source>More</source>
   <translation>Mehr</translation>
  </message>
  <message>
   <source>More comfortable, and more likely to be noticed. You can change it at any time.</source>
   <translation>Bequemer, und es fällt eher auf. Sie können es jederzeit ändern.</translation>
  </message>
  <message>
   <source>More for {name}</source>
   <translation>Mehr zu {name}</translation>
  </message>
  <message>
   <source>More of the calendar</source>
   <translation>Mehr vom Kalender</translation>
  </message>
  <message>
   <source>More than 280 characters</source>
   <translation>Mehr als 280 Zeichen</translation>
  </message>
  <message>
   <source>Move a day earlier</source>
   <translation>Einen Tag früher</translation>
  </message>
  <message>
   <source>Move a day later</source>
   <translation>Einen Tag später</translation>
  </message>
  <message>
   <source>Move a week earlier</source>
   <translation>Eine Woche früher</translation>
  </message>
  <message>
   <source>Move a week later</source>
   <translation>Eine Woche später</translation>
  </message>
  <message>
   <source>Move here</source>
   <translation>Hierher verschieben</translation>
  </message>
  <message>
   <source>Move it back (Alt+Right)</source>
   <translation>Nach hinten (Alt+Rechts)</translation>
  </message>
  <message>
   <source>Move it forward (Alt+Left)</source>
   <translation>Nach vorn (Alt+Links)</translation>
  </message>
  <message>
   <source>Move to a folder…</source>
   <translation>In einen Ordner …</translation>
  </message>
  <message>
   <source>Move {folder}</source>
   <translation>{folder} verschieben</translation>
  </message>
  <message numerus="yes">
   <source>Move {n} items</source>
   <translation>
    <numerusform>{n} Stück verschieben</numerusform>
    <numerusform>{n} Stücke verschieben</numerusform>
   </translation>
  </message>
  <message>
   <source>Move {tile} back</source>
   <translation>{tile} zurück</translation>
  </message>
  <message>
   <source>Move {tile} on</source>
   <translation>{tile} weiter</translation>
  </message>
  <message>
   <source>Moved</source>
   <translation>Verschoben</translation>
  </message>
  <message>
   <source>Moved 3 posts</source>
   <translation>3 Beiträge verschoben</translation>
  </message>
  <message>
   <source>Moved the folder {name}</source>
   <translation>Ordner {name} verschoben</translation>
  </message>
  <message>
   <source>Moved to a folder</source>
   <translation>In einen Ordner gelegt</translation>
  </message>
  <message>
   <source>Moved to {when}</source>
   <translation>Verschoben auf {when}</translation>
  </message>
  <message numerus="yes">
   <source>Moved {n} items to {folder}</source>
   <translation>
    <numerusform>{n} Stück nach {folder} verschoben</numerusform>
    <numerusform>{n} Stücke nach {folder} verschoben</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Moved {n} posts by {span}</source>
   <translation>
    <numerusform>{n} Beitrag um {span} verschoben</numerusform>
    <numerusform>{n} Beiträge um {span} verschoben</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Moved {n} posts of the series</source>
   <translation>
    <numerusform>{n} Beitrag der Serie verschoben</numerusform>
    <numerusform>{n} Beiträge der Serie verschoben</numerusform>
   </translation>
  </message>
  <message>
   <source>Movement</source>
   <translation>Bewegung</translation>
  </message>
  <message>
   <source>Move…</source>
   <translation>Verschieben …</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>Name of the set {name}</source>
   <translation>Name der Zusammenstellung {name}</translation>
  </message>
  <message>
   <source>Needs</source>
   <translation>Braucht</translation>
  </message>
  <message>
   <source>Needs a new login</source>
   <translation>Braucht eine neue Anmeldung</translation>
  </message>
  <message>
   <source>Needs you</source>
   <translation>Braucht Sie</translation>
  </message>
  <message>
   <source>Needs you · {n}</source>
   <translation>Braucht Sie · {n}</translation>
  </message>
  <message>
   <source>Neither the passphrase nor the recovery code.</source>
   <translation>Das ist weder die Passphrase noch der Wiederherstellungscode.</translation>
  </message>
  <message>
   <source>Net</source>
   <translation>Netto</translation>
  </message>
  <message>
   <source>Net is what buyers paid, less fees, refunds and chargebacks. Engagement is likes, comments, shares and saves that came in the month. Days are those of {place}. A dash is unknown; 0 is zero.</source>
   <translation>Netto ist, was Käufer bezahlten, abzüglich Gebühren, Erstattungen und Rückbuchungen. Interaktionen sind Likes, Kommentare, Weitergaben und Lesezeichen, die im Monat kamen. Tage sind die von {place}. Ein Strich ist unbekannt; 0 ist null.</translation>
  </message>
  <message>
   <source>Net revenue</source>
   <translation>Nettoeinnahmen</translation>
  </message>
  <message>
   <source>Net revenue by day</source>
   <translation>Nettoeinnahmen nach Tagen</translation>
  </message>
  <message>
   <source>Net revenue by day, {currency}</source>
   <translation>Nettoeinnahmen nach Tagen, {currency}</translation>
  </message>
  <message>
   <source>Net revenue in {currency}</source>
   <translation>Nettoeinnahmen in {currency}</translation>
  </message>
  <message>
   <source>Net revenue, 90 days</source>
   <translation>Nettoeinnahmen, 90 Tage</translation>
  </message>
  <message>
   <source>Net revenue, incomplete</source>
   <translation>Nettoeinnahmen, unvollständig</translation>
  </message>
  <message>
   <source>Net, 30 days</source>
   <translation>Netto, 30 Tage</translation>
  </message>
  <message>
   <source>Net, last 7 days</source>
   <translation>Netto, letzte 7 Tage</translation>
  </message>
  <message>
   <source>Never</source>
   <translation>Nie</translation>
  </message>
  <message>
   <source>Never goes without its proxy</source>
   <translation>Geht nie ohne seinen Proxy hinaus</translation>
  </message>
  <message>
   <source>Never read</source>
   <translation>Nie gelesen</translation>
  </message>
  <message>
   <source>Never read yet</source>
   <translation>Noch nie gelesen</translation>
  </message>
  <message>
   <source>Never read · {source}</source>
   <translation>Nie gelesen · {source}</translation>
  </message>
  <message>
   <source>Never read: {accounts}</source>
   <translation>Nie gelesen: {accounts}</translation>
  </message>
  <message>
   <source>New</source>
   <translation>Neu</translation>
  </message>
  <message>
   <source>New client</source>
   <translation>Neuer Kunde</translation>
  </message>
  <message>
   <source>New folder</source>
   <translation>Neuer Ordner</translation>
  </message>
  <message>
   <source>New folder…</source>
   <translation>Neuer Ordner …</translation>
  </message>
  <message>
   <source>New keys</source>
   <translation>Neue Tasten</translation>
  </message>
  <message>
   <source>New only</source>
   <translation>Nur neue</translation>
  </message>
  <message>
   <source>New passphrase</source>
   <translation>Neue Passphrase</translation>
  </message>
  <message>
   <source>New post</source>
   <translation>Neuer Beitrag</translation>
  </message>
  <message>
   <source>New post on this day</source>
   <translation>Neuer Beitrag an diesem Tag</translation>
  </message>
  <message>
   <source>New posts begin</source>
   <translation>Neue Beiträge beginnen</translation>
  </message>
  <message>
   <source>New queue</source>
   <translation>Neue Warteschlange</translation>
  </message>
  <message>
   <source>New queue…</source>
   <translation>Neue Warteschlange …</translation>
  </message>
  <message>
   <source>New session at the proxy</source>
   <translation>Neue Sitzung beim Proxy</translation>
  </message>
  <message>
   <source>New session …</source>
   <translation>Neue Sitzung …</translation>
  </message>
  <message>
   <source>New smart folder</source>
   <translation>Neuer kluger Ordner</translation>
  </message>
  <message>
   <source>New subscriptions</source>
   <translation>Neue Abos</translation>
  </message>
  <message>
   <source>New tag</source>
   <translation>Neues Schlagwort</translation>
  </message>
  <message>
   <source>New tag…</source>
   <translation>Neues Schlagwort …</translation>
  </message>
  <message>
   <source>New: it was 0 before</source>
   <translation>Neu: vorher war es 0</translation>
  </message>
  <message>
   <source>New: nothing to compare with yet</source>
   <translation>Neu: noch kein Vergleich</translation>
  </message>
  <message>
   <source>Newest first</source>
   <translation>Neueste zuerst</translation>
  </message>
  <message>
   <source>Next Monday</source>
   <translation>Nächsten Montag</translation>
  </message>
  <message>
   <source>Next conversation</source>
   <translation>Nächste Unterhaltung</translation>
  </message>
  <message>
   <source>Next item</source>
   <translation>Nächstes Stück</translation>
  </message>
  <message>
   <source>Next item (Right)</source>
   <translation>Nächstes Stück (Rechts)</translation>
  </message>
  <message>
   <source>Next month, week or day</source>
   <translation>Nächster Monat, Woche oder Tag</translation>
  </message>
  <message>
   <source>Next payout</source>
   <translation>Nächste Auszahlung</translation>
  </message>
  <message>
   <source>Next post</source>
   <translation>Nächster Beitrag</translation>
  </message>
  <message>
   <source>Next post: {when}</source>
   <translation>Nächster Beitrag: {when}</translation>
  </message>
  <message>
   <source>Next slot</source>
   <translation>Nächster Termin</translation>
  </message>
  <message>
   <source>No</source>
   <translation>Nein</translation>
  </message>
  <message>
   <source>No account can publish yet.</source>
   <translation>Noch kann kein Konto veröffentlichen.</translation>
  </message>
  <message>
   <source>No account here has such members.</source>
   <translation>Kein Konto hier hat solche Mitglieder.</translation>
  </message>
  <message>
   <source>No account is connected yet.</source>
   <translation>Noch ist kein Konto verbunden.</translation>
  </message>
  <message>
   <source>No account that is connected has messages that can be read here.</source>
   <translation>Kein verbundenes Konto hat Nachrichten, die hier gelesen werden können.</translation>
  </message>
  <message>
   <source>No accounts</source>
   <translation>Keine Konten</translation>
  </message>
  <message>
   <source>No alt text</source>
   <translation>Kein Alternativtext</translation>
  </message>
  <message>
   <source>No answer: unknown whether it went out</source>
   <translation>Keine Antwort: nicht bekannt, ob er erschienen ist</translation>
  </message>
  <message>
   <source>No backup for a week</source>
   <translation>Seit einer Woche keine Sicherung</translation>
  </message>
  <message>
   <source>No clear trend in the last {n} weeks ({interval} a week).</source>
   <translation>Kein klarer Trend in den letzten {n} Wochen ({interval} je Woche).</translation>
  </message>
  <message>
   <source>No comparison</source>
   <translation>Kein Vergleich</translation>
  </message>
  <message>
   <source>No comparison: days are unknown</source>
   <translation>Kein Vergleich: Tage sind unbekannt</translation>
  </message>
  <message>
   <source>No contacts are kept.</source>
   <translation>Keine Kontakte aufbewahrt.</translation>
  </message>
  <message>
   <source>No conversation fits these filters.</source>
   <translation>Keine Unterhaltung passt zu diesen Filtern.</translation>
  </message>
  <message>
   <source>No count of a week ago</source>
   <translation>Vor einer Woche nicht gezählt</translation>
  </message>
  <message>
   <source>No country</source>
   <translation>Kein Land</translation>
  </message>
  <message>
   <source>No credit left</source>
   <translation>Kein Guthaben mehr</translation>
  </message>
  <message>
   <source>No days</source>
   <translation>Keine Tage</translation>
  </message>
  <message>
   <source>No draft says that.</source>
   <translation>Kein Entwurf sagt das.</translation>
  </message>
  <message>
   <source>No keys</source>
   <translation>Keine Tasten</translation>
  </message>
  <message>
   <source>No line is like that.</source>
   <translation>Keine Zeile ist so.</translation>
  </message>
  <message>
   <source>No login is stored.</source>
   <translation>Es ist keine Anmeldung gespeichert.</translation>
  </message>
  <message>
   <source>No logo</source>
   <translation>Kein Logo</translation>
  </message>
  <message>
   <source>No name</source>
   <translation>Kein Name</translation>
  </message>
  <message>
   <source>No network here</source>
   <translation>Kein Netz hier</translation>
  </message>
  <message>
   <source>No notes are kept.</source>
   <translation>Keine Notizen aufbewahrt.</translation>
  </message>
  <message>
   <source>No payout in these days.</source>
   <translation>In diesen Tagen keine Auszahlung.</translation>
  </message>
  <message>
   <source>No payouts here. They come with an account of a platform that pays out, such as Gumroad.</source>
   <translation>Hier gibt es keine Auszahlungen. Sie kommen mit einem Konto einer Plattform, die auszahlt, etwa Gumroad.</translation>
  </message>
  <message>
   <source>No post from here on passes the filters.</source>
   <translation>Ab hier passt kein Beitrag zu den Filtern.</translation>
  </message>
  <message>
   <source>No post waits here. Select posts in the calendar and put them into this queue.</source>
   <translation>Hier wartet kein Beitrag. Wählen Sie Beiträge im Kalender aus und reihen Sie sie hier ein.</translation>
  </message>
  <message>
   <source>No posts were made in these days.</source>
   <translation>In diesen Tagen entstanden keine Beiträge.</translation>
  </message>
  <message>
   <source>No proxy: this account goes out from this computer's own address.</source>
   <translation>Kein Proxy: dieses Konto geht von der eigenen Adresse dieses Computers hinaus.</translation>
  </message>
  <message>
   <source>No rate is stored for its day, so it has no amount in {currency}.</source>
   <translation>Für seinen Tag ist kein Kurs gespeichert, also hat es keinen Betrag in {currency}.</translation>
  </message>
  <message>
   <source>No rates yet. Totals over several currencies need those of each day; they stay unknown until then.</source>
   <translation>Noch keine Kurse. Summen über mehrere Währungen brauchen die jedes Tages; bis dahin bleiben sie unbekannt.</translation>
  </message>
  <message>
   <source>No reminders. “Remind me” keeps one.</source>
   <translation>Keine Erinnerungen. „Erinnern“ behält eine.</translation>
  </message>
  <message>
   <source>No rows make it up yet.</source>
   <translation>Noch besteht sie aus keinen Zeilen.</translation>
  </message>
  <message>
   <source>No rows make it up.</source>
   <translation>Sie besteht aus keinen Zeilen.</translation>
  </message>
  <message>
   <source>No sets yet. Choose accounts in a post and keep the choice.</source>
   <translation>Noch keine Zusammenstellungen. Wählen Sie in einem Beitrag Konten und behalten Sie die Auswahl.</translation>
  </message>
  <message>
   <source>No setting answers “{typed}”.</source>
   <translation>Keine Einstellung passt zu „{typed}“.</translation>
  </message>
  <message>
   <source>No slot</source>
   <translation>Kein Termin</translation>
  </message>
  <message>
   <source>No tags yet</source>
   <translation>Noch keine Schlagwörter</translation>
  </message>
  <message>
   <source>No text</source>
   <translation>Kein Text</translation>
  </message>
  <message>
   <source>No text yet</source>
   <translation>Noch kein Text</translation>
  </message>
  <message>
   <source>No tiers were read yet. Sync the account.</source>
   <translation>Es wurden noch keine Stufen gelesen. Gleichen Sie das Konto ab.</translation>
  </message>
  <message numerus="yes">
   <source>No time stands out ({n} posts)</source>
   <translation>
    <numerusform>Keine Zeit sticht hervor ({n} Beitrag)</numerusform>
    <numerusform>Keine Zeit sticht hervor ({n} Beiträge)</numerusform>
   </translation>
  </message>
  <message>
   <source>No time stands out. By {posts}, post when it suits you.</source>
   <translation>Keine Zeit sticht hervor. Nach {posts}: Veröffentlichen Sie, wann es Ihnen passt.</translation>
  </message>
  <message>
   <source>No time yet</source>
   <translation>Noch keine Zeit</translation>
  </message>
  <message>
   <source>No total: a rate is missing for {days}</source>
   <translation>Keine Summe: Für {days} fehlt ein Kurs</translation>
  </message>
  <message>
   <source>No two pictures look alike. New ones are compared when they are added.</source>
   <translation>Keine zwei Bilder sehen gleich aus. Neue werden beim Hinzufügen verglichen.</translation>
  </message>
  <message>
   <source>No words; the picture alone</source>
   <translation>Keine Worte; nur das Bild</translation>
  </message>
  <message>
   <source>Nobody</source>
   <translation>Niemand</translation>
  </message>
  <message>
   <source>Nobody bought anything in these days.</source>
   <translation>In diesen Tagen hat niemand etwas gekauft.</translation>
  </message>
  <message>
   <source>Nobody has written a comment.</source>
   <translation>Niemand hat einen Kommentar geschrieben.</translation>
  </message>
  <message>
   <source>Nobody has written yet.</source>
   <translation>Noch hat niemand geschrieben.</translation>
  </message>
  <message>
   <source>Nobody is called so, and nobody bought that.</source>
   <translation>Niemand heißt so, und niemand hat das gekauft.</translation>
  </message>
  <message>
   <source>Nobody left in those months: only the bounds are known.</source>
   <translation>In diesen Monaten ging niemand: Nur die Grenzen sind bekannt.</translation>
  </message>
  <message>
   <source>Nobody logged in</source>
   <translation>Niemand hat sich angemeldet</translation>
  </message>
  <message>
   <source>Nobody may reply</source>
   <translation>Niemand darf antworten</translation>
  </message>
  <message>
   <source>Nobody was there at the start</source>
   <translation>Am Anfang war niemand da</translation>
  </message>
  <message>
   <source>None</source>
   <translation>Keine</translation>
  </message>
  <message>
   <source>None chosen: {usual}</source>
   <translation>Keine gewählt: {usual}</translation>
  </message>
  <message>
   <source>None is announced</source>
   <translation>Keine ist angekündigt</translation>
  </message>
  <message>
   <source>None is set up.</source>
   <translation>Es ist keiner eingerichtet.</translation>
  </message>
  <message>
   <source>None of its accounts is left.</source>
   <translation>Keines ihrer Konten ist noch da.</translation>
  </message>
  <message>
   <source>Not accepted</source>
   <translation>Nicht anerkannt</translation>
  </message>
  <message>
   <source>Not checked yet</source>
   <translation>Noch nicht geprüft</translation>
  </message>
  <message>
   <source>Not clear</source>
   <translation>Nicht klar</translation>
  </message>
  <message>
   <source>Not confirmed</source>
   <translation>Nicht bestätigt</translation>
  </message>
  <message>
   <source>Not everything could be read</source>
   <translation>Nicht alles ließ sich lesen</translation>
  </message>
  <message>
   <source>Not everything could be read: {names}</source>
   <translation>Nicht alles ließ sich lesen: {names}</translation>
  </message>
  <message>
   <source>Not everything of these days could be read: totals may be too low.</source>
   <translation>Nicht alles aus diesen Tagen ließ sich lesen: Summen können zu niedrig sein.</translation>
  </message>
  <message>
   <source>Not kept: it is only in this window</source>
   <translation>Nicht aufbewahrt: Es ist nur in diesem Fenster</translation>
  </message>
  <message>
   <source>Not known</source>
   <translation>Nicht bekannt</translation>
  </message>
  <message>
   <source>Not known whether it went out</source>
   <translation>Nicht bekannt, ob er erschienen ist</translation>
  </message>
  <message>
   <source>Not known yet</source>
   <translation>Noch nicht bekannt</translation>
  </message>
  <message>
   <source>Not listening</source>
   <translation>Nimmt nichts an</translation>
  </message>
  <message>
   <source>Not now</source>
   <translation>Nicht jetzt</translation>
  </message>
  <message>
   <source>Not sent on {account}: {why}</source>
   <translation>Auf {account} nicht gesendet: {why}</translation>
  </message>
  <message>
   <source>Not told</source>
   <translation>Keine Angabe</translation>
  </message>
  <message>
   <source>Not used</source>
   <translation>Nicht benutzt</translation>
  </message>
  <message>
   <source>Not used in the last {days} days</source>
   <translation>In den letzten {days} Tagen nicht genutzt</translation>
  </message>
  <message>
   <source>Note</source>
   <translation>Notiz</translation>
  </message>
  <message>
   <source>Notes</source>
   <translation>Notizen</translation>
  </message>
  <message>
   <source>Nothing</source>
   <translation>Nichts</translation>
  </message>
  <message>
   <source>Nothing came due</source>
   <translation>Nichts wurde fällig</translation>
  </message>
  <message>
   <source>Nothing could be planned: each of them needs a change first</source>
   <translation>Nichts ließ sich planen: Jeder davon braucht erst eine Änderung</translation>
  </message>
  <message>
   <source>Nothing goes out today.</source>
   <translation>Heute erscheint nichts.</translation>
  </message>
  <message>
   <source>Nothing half-written was kept.</source>
   <translation>Nichts Halbes blieb zurück.</translation>
  </message>
  <message>
   <source>Nothing happened in the browser?</source>
   <translation>Ist im Browser nichts geschehen?</translation>
  </message>
  <message>
   <source>Nothing happened to it yet.</source>
   <translation>Mit ihr ist noch nichts geschehen.</translation>
  </message>
  <message>
   <source>Nothing has come yet.</source>
   <translation>Bisher ist nichts gekommen.</translation>
  </message>
  <message>
   <source>Nothing here fits what you look for.</source>
   <translation>Nichts hier passt zu dem, was Sie suchen.</translation>
  </message>
  <message>
   <source>Nothing in the library fits.</source>
   <translation>Nichts in der Mediathek passt.</translation>
  </message>
  <message>
   <source>Nothing in words</source>
   <translation>Nichts in Worten</translation>
  </message>
  <message>
   <source>Nothing is compared.</source>
   <translation>Nichts wird verglichen.</translation>
  </message>
  <message>
   <source>Nothing is found for “{typed}”.</source>
   <translation>Zu „{typed}“ findet sich nichts.</translation>
  </message>
  <message>
   <source>Nothing is known of this month yet: no account was read.</source>
   <translation>Von diesem Monat ist noch nichts bekannt: Kein Konto wurde gelesen.</translation>
  </message>
  <message>
   <source>Nothing is known of this number in these days yet.</source>
   <translation>Von dieser Zahl ist in diesen Tagen noch nichts bekannt.</translation>
  </message>
  <message>
   <source>Nothing is known yet.</source>
   <translation>Noch ist nichts bekannt.</translation>
  </message>
  <message>
   <source>Nothing is lost; it goes on by itself.</source>
   <translation>Nichts geht verloren; es geht von selbst weiter.</translation>
  </message>
  <message>
   <source>Nothing is planned</source>
   <translation>Nichts ist geplant</translation>
  </message>
  <message>
   <source>Nothing is planned from here on. What you write stands at its day.</source>
   <translation>Ab hier ist nichts geplant. Was Sie schreiben, steht an seinem Tag.</translation>
  </message>
  <message>
   <source>Nothing is planned here. What you write stands at its day.</source>
   <translation>Hier ist nichts geplant. Was Sie schreiben, steht an seinem Tag.</translation>
  </message>
  <message>
   <source>Nothing is read yet: platforms may bill each message, so you choose what is read.</source>
   <translation>Noch wird nichts gelesen: Plattformen können jede Nachricht berechnen, darum wählen Sie, was gelesen wird.</translation>
  </message>
  <message>
   <source>Nothing is saved yet. Write a text that you use again below.</source>
   <translation>Noch ist nichts gespeichert. Schreiben Sie unten einen Text, den Sie wieder brauchen.</translation>
  </message>
  <message>
   <source>Nothing is sent until you have answered there.</source>
   <translation>Nichts wird gesendet, bis Sie dort geantwortet haben.</translation>
  </message>
  <message>
   <source>Nothing is unread.</source>
   <translation>Nichts ist ungelesen.</translation>
  </message>
  <message>
   <source>Nothing lies here yet. Drag items onto the folder, or press M on them.</source>
   <translation>Hier liegt noch nichts. Ziehen Sie Stücke auf den Ordner oder drücken Sie M auf ihnen.</translation>
  </message>
  <message>
   <source>Nothing needs you.</source>
   <translation>Nichts braucht Sie.</translation>
  </message>
  <message>
   <source>Nothing new to enter</source>
   <translation>Nichts Neues einzutragen</translation>
  </message>
  <message>
   <source>Nothing planned</source>
   <translation>Nichts geplant</translation>
  </message>
  <message>
   <source>Nothing to show here yet</source>
   <translation>Hier gibt es noch nichts zu zeigen</translation>
  </message>
  <message>
   <source>Nothing to tell. What happens to posts, logins and money is told here.</source>
   <translation>Nichts zu melden. Was mit Beiträgen, Anmeldungen und Geld geschieht, steht hier.</translation>
  </message>
  <message>
   <source>Nothing waits</source>
   <translation>Nichts wartet</translation>
  </message>
  <message>
   <source>Nothing waits for a time. What you save as a draft stands here.</source>
   <translation>Nichts wartet auf eine Zeit. Was Sie als Entwurf speichern, steht hier.</translation>
  </message>
  <message>
   <source>Nothing was asked yet.</source>
   <translation>Noch wurde nichts angefragt.</translation>
  </message>
  <message>
   <source>Nothing was changed.</source>
   <translation>Nichts wurde geändert.</translation>
  </message>
  <message>
   <source>Nothing was changed. A newer version of OFAuto may know it.</source>
   <translation>Nichts wurde geändert. Ein neueres OFAuto kennt es vielleicht.</translation>
  </message>
  <message>
   <source>Nothing was changed. To add it, connect it as a new account.</source>
   <translation>Nichts wurde geändert. Um es hinzuzufügen, verbinden Sie es als neues Konto.</translation>
  </message>
  <message>
   <source>Nothing was changed. Try again.</source>
   <translation>Nichts wurde geändert. Versuchen Sie es noch einmal.</translation>
  </message>
  <message>
   <source>Nothing was earned in these days. Connect an account that sells, or enter what you know.</source>
   <translation>In diesen Tagen wurde nichts verdient. Verbinden Sie ein Konto, das verkauft, oder tragen Sie ein, was Sie wissen.</translation>
  </message>
  <message>
   <source>Nothing was earned or entered in these days. Choose other days, or enter a line.</source>
   <translation>In diesen Tagen wurde nichts verdient oder eingetragen. Wählen Sie andere Tage oder tragen Sie eine Zeile ein.</translation>
  </message>
  <message>
   <source>Nothing was missed.</source>
   <translation>Nichts wurde verpasst.</translation>
  </message>
  <message>
   <source>Nothing was overwritten. Look at it again.</source>
   <translation>Nichts wurde überschrieben. Sehen Sie es sich noch einmal an.</translation>
  </message>
  <message>
   <source>Nothing was read yet</source>
   <translation>Noch wurde nichts gelesen</translation>
  </message>
  <message>
   <source>Nothing was read yet. Click to sync now.</source>
   <translation>Noch wurde nichts gelesen. Klicken Sie zum Abgleichen.</translation>
  </message>
  <message>
   <source>Nothing was saved.</source>
   <translation>Nichts wurde gespeichert.</translation>
  </message>
  <message>
   <source>Nothing was sent to {account}. The post is still yours to send.</source>
   <translation>An {account} wurde nichts gesendet. Der Beitrag wartet weiter auf Sie.</translation>
  </message>
  <message>
   <source>Nothing was sent, and nothing goes out without it.</source>
   <translation>Nichts wurde gesendet, und nichts geht ohne ihn hinaus.</translation>
  </message>
  <message>
   <source>Nothing was sent. See whether this computer is online.</source>
   <translation>Nichts wurde gesendet. Sehen Sie nach, ob dieser Rechner online ist.</translation>
  </message>
  <message>
   <source>Nothing was sent. The login is as good as before; another network or a proxy may be let in.</source>
   <translation>Nichts wurde gesendet. Die Anmeldung ist so gut wie zuvor; ein anderes Netz oder ein Proxy wird vielleicht eingelassen.</translation>
  </message>
  <message>
   <source>Nothing was stored, and nothing was changed.</source>
   <translation>Nichts wurde gespeichert und nichts geändert.</translation>
  </message>
  <message>
   <source>Nothing yet</source>
   <translation>Noch nichts</translation>
  </message>
  <message>
   <source>Nothing: the bell has it</source>
   <translation>Nichts: Die Glocke hat es</translation>
  </message>
  <message>
   <source>Notices</source>
   <translation>Meldungen</translation>
  </message>
  <message>
   <source>Notices with Undo</source>
   <translation>Meldungen mit Rückgängig</translation>
  </message>
  <message numerus="yes">
   <source>Notices: {n} are unread</source>
   <translation>
    <numerusform>Meldungen: {n} ist ungelesen</numerusform>
    <numerusform>Meldungen: {n} sind ungelesen</numerusform>
   </translation>
  </message>
  <message>
   <source>November</source>
   <translation>November</translation>
  </message>
  <message>
   <source>Now</source>
   <translation>Jetzt</translation>
  </message>
  <message>
   <source>Now read two groups back from it:</source>
   <translation>Lesen Sie nun zwei Gruppen davon ab:</translation>
  </message>
  <message>
   <source>Number</source>
   <translation>Zahl</translation>
  </message>
  <message>
   <source>Numbers</source>
   <translation>Zahlen</translation>
  </message>
  <message>
   <source>Numbers (CSV)</source>
   <translation>Zahlen (CSV)</translation>
  </message>
  <message>
   <source>Numbers could not be read</source>
   <translation>Zahlen ließen sich nicht lesen</translation>
  </message>
  <message>
   <source>Numbers could not be read for hours</source>
   <translation>Zahlen ließen sich stundenlang nicht lesen</translation>
  </message>
  <message numerus="yes">
   <source>Numbers of {n} accounts could not be read for hours</source>
   <translation>
    <numerusform>Zahlen von {n} Konto ließen sich stundenlang nicht lesen</numerusform>
    <numerusform>Zahlen von {n} Konten ließen sich stundenlang nicht lesen</numerusform>
   </translation>
  </message>
  <message>
   <source>Numbers stand in columns: {figures}</source>
   <translation>Zahlen stehen in Spalten: {figures}</translation>
  </message>
  <message>
   <source>OFAuto backup</source>
   <translation>OFAuto-Sicherung</translation>
  </message>
  <message>
   <source>OFAuto ended while you wrote this. All of it is here.</source>
   <translation>OFAuto endete, während Sie dies schrieben. Alles davon ist hier.</translation>
  </message>
  <message>
   <source>OFAuto gallery</source>
   <translation>OFAuto-Galerie</translation>
  </message>
  <message>
   <source>OFAuto is still running</source>
   <translation>OFAuto läuft weiter</translation>
  </message>
  <message>
   <source>OFAuto recovery kit</source>
   <translation>OFAuto-Notfallblatt</translation>
  </message>
  <message>
   <source>OFAuto recovery kit.pdf</source>
   <translation>OFAuto-Notfallblatt.pdf</translation>
  </message>
  <message>
   <source>OFAuto – locked</source>
   <translation>OFAuto – gesperrt</translation>
  </message>
  <message>
   <source>October</source>
   <translation>Oktober</translation>
  </message>
  <message>
   <source>Of a user who may read, write and delete in this bucket alone.</source>
   <translation>Eines Benutzers, der nur in diesem Bucket lesen, schreiben und löschen darf.</translation>
  </message>
  <message>
   <source>Of all time</source>
   <translation>Über die ganze Zeit</translation>
  </message>
  <message>
   <source>Of those active at the start, who is not at the end (S3). New fans are never in it.</source>
   <translation>Von den am Anfang Aktiven, wer es am Ende nicht mehr ist (S3). Neue Fans zählen nie dazu.</translation>
  </message>
  <message>
   <source>Off: nothing of this account goes out while the proxy fails. Each time it goes without it is on record.</source>
   <translation>Aus: von diesem Konto geht nichts hinaus, solange der Proxy ausfällt. Jedes Mal, wenn es ohne ihn geht, wird festgehalten.</translation>
  </message>
  <message>
   <source>Offline. What is planned waits; numbers are as old as they say.</source>
   <translation>Offline. Geplantes wartet; Zahlen sind so alt, wie sie sagen.</translation>
  </message>
  <message>
   <source>Oldest first</source>
   <translation>Älteste zuerst</translation>
  </message>
  <message>
   <source>On a day</source>
   <translation>An einem Tag</translation>
  </message>
  <message>
   <source>On each account of OnlyFans and Fansly that posts without you. The next ones go out the day after.</source>
   <translation>Auf jedem Konto von OnlyFans und Fansly, das ohne Sie postet. Die nächsten gehen am Tag darauf hinaus.</translation>
  </message>
  <message>
   <source>On each account they go out five minutes apart. They cannot be taken back here.</source>
   <translation>Auf jedem Konto erscheinen sie im Abstand von fünf Minuten. Hier lassen sie sich nicht zurücknehmen.</translation>
  </message>
  <message>
   <source>On its line.</source>
   <translation>Auf seiner Linie.</translation>
  </message>
  <message>
   <source>On its way</source>
   <translation>Unterwegs</translation>
  </message>
  <message>
   <source>On the desktop too</source>
   <translation>Auch auf dem Desktop</translation>
  </message>
  <message>
   <source>On the desktop, with sound</source>
   <translation>Auf dem Desktop, mit Ton</translation>
  </message>
  <message>
   <source>On this page</source>
   <translation>Auf dieser Seite</translation>
  </message>
  <message>
   <source>On trial</source>
   <translation>Probezeit</translation>
  </message>
  <message>
   <source>On {accounts}, {first} to {last}.</source>
   <translation>Auf {accounts}, {first} bis {last}.</translation>
  </message>
  <message>
   <source>On {day}, {source}</source>
   <translation>Am {day}, {source}</translation>
  </message>
  <message>
   <source>Once an account is connected, its numbers are read here: what works, when, and for whom.</source>
   <translation>Sobald ein Konto verbunden ist, werden seine Zahlen hier gelesen: was wirkt, wann und bei wem.</translation>
  </message>
  <message>
   <source>One</source>
   <translation>Eins</translation>
  </message>
  <message>
   <source>One is made each day in the workspace's folder. Keep one elsewhere as well; it is encrypted.</source>
   <translation>Jeden Tag entsteht eine im Ordner des Arbeitsbereichs. Bewahren Sie auch anderswo eine auf; sie ist verschlüsselt.</translation>
  </message>
  <message>
   <source>One notice that sums it up</source>
   <translation>Eine Meldung, die alles zusammenfasst</translation>
  </message>
  <message>
   <source>One public file is asked for, from this computer. Nothing about you or your money is sent.</source>
   <translation>Eine öffentliche Datei wird von diesem Rechner geholt. Nichts über Sie oder Ihr Geld wird gesendet.</translation>
  </message>
  <message>
   <source>One small file a day, from the address under Advanced. Nothing of yours is sent.</source>
   <translation>Eine kleine Datei am Tag, von der Adresse unter „Erweitert“. Nichts von Ihnen wird gesendet.</translation>
  </message>
  <message>
   <source>One use was given back</source>
   <translation>Eine Nutzung wurde zurückgegeben</translation>
  </message>
  <message>
   <source>Only for a webhook: the secret that the portal shows beside its address</source>
   <translation>Nur für einen Webhook: das Geheimnis, das das Portal neben seiner Adresse zeigt</translation>
  </message>
  <message>
   <source>Only for an app registered as confidential</source>
   <translation>Nur für eine App, die als vertraulich angemeldet ist</translation>
  </message>
  <message>
   <source>Only for the login in the browser: the Instagram app ID of your Meta app, not the app's own ID</source>
   <translation>Nur für die Anmeldung im Browser: die Instagram-App-ID Ihrer Meta-App, nicht deren eigene ID</translation>
  </message>
  <message>
   <source>Only for the login in the browser: the Instagram app secret beside it</source>
   <translation>Nur für die Anmeldung im Browser: das Instagram-App-Geheimnis daneben</translation>
  </message>
  <message>
   <source>Only for these tiers</source>
   <translation>Nur für diese Stufen</translation>
  </message>
  <message>
   <source>Only from this computer, where a tunnel of your own ends. Payments are entered within seconds.</source>
   <translation>Nur von diesem Computer, an dem Ihr eigener Tunnel endet. Zahlungen stehen binnen Sekunden im Buch.</translation>
  </message>
  <message>
   <source>Only this one</source>
   <translation>Nur diesen</translation>
  </message>
  <message>
   <source>Only where the zone has addresses of its own.</source>
   <translation>Nur wenn die Zone eigene Adressen hat.</translation>
  </message>
  <message>
   <source>Only {kind}; show all</source>
   <translation>Nur {kind}; alle zeigen</translation>
  </message>
  <message>
   <source>Only {what}</source>
   <translation>Nur {what}</translation>
  </message>
  <message>
   <source>OnlyFans accepted it but its answer cannot be read</source>
   <translation>OnlyFans hat es angenommen, aber seine Antwort ist nicht lesbar</translation>
  </message>
  <message>
   <source>OnlyFans and Fansly</source>
   <translation>OnlyFans und Fansly</translation>
  </message>
  <message>
   <source>OnlyFans answered 504</source>
   <translation>OnlyFans hat mit 504 geantwortet</translation>
  </message>
  <message>
   <source>OnlyFans answered {a}</source>
   <translation>OnlyFans hat mit {a} geantwortet</translation>
  </message>
  <message>
   <source>OnlyFans answered {a}, which this contract does not know</source>
   <translation>OnlyFans hat mit {a} geantwortet, was hier nicht bekannt ist</translation>
  </message>
  <message>
   <source>OnlyFans asks to wait</source>
   <translation>OnlyFans bittet zu warten</translation>
  </message>
  <message>
   <source>OnlyFans denied access</source>
   <translation>OnlyFans hat den Zugriff verweigert</translation>
  </message>
  <message>
   <source>OnlyFans does not show this at present, though the login is good</source>
   <translation>OnlyFans zeigt das derzeit nicht, obwohl die Anmeldung gültig ist</translation>
  </message>
  <message>
   <source>OnlyFans has no threads</source>
   <translation>OnlyFans kennt keine Threads</translation>
  </message>
  <message>
   <source>OnlyFans has no {a} to read</source>
   <translation>Bei OnlyFans gibt es hierzu nichts zu lesen: {a}</translation>
  </message>
  <message>
   <source>OnlyFans needs a browser, and this account has none</source>
   <translation>OnlyFans braucht einen Browser, und dieses Konto hat keinen</translation>
  </message>
  <message>
   <source>OnlyFans no longer accepts this login</source>
   <translation>OnlyFans nimmt diese Anmeldung nicht mehr an</translation>
  </message>
  <message>
   <source>OnlyFans refused ({a})</source>
   <translation>OnlyFans hat abgelehnt ({a})</translation>
  </message>
  <message>
   <source>OnlyFans refused how it was asked: the site has changed</source>
   <translation>OnlyFans hat die Art der Anfrage abgelehnt: Die Website hat sich geändert</translation>
  </message>
  <message>
   <source>OnlyFans shows its login</source>
   <translation>OnlyFans zeigt seine Anmeldung</translation>
  </message>
  <message>
   <source>OnlyFans takes messages to one person from this program</source>
   <translation>OnlyFans nimmt aus diesem Programm Nachrichten an eine Person an</translation>
  </message>
  <message>
   <source>OnlyFans takes no replies to posts</source>
   <translation>OnlyFans nimmt keine Antworten auf Beiträge an</translation>
  </message>
  <message>
   <source>OnlyFans takes posts down after 1, 3, 7 or 30 days</source>
   <translation>OnlyFans nimmt Beiträge nach 1, 3, 7 oder 30 Tagen herunter</translation>
  </message>
  <message>
   <source>OnlyFans takes {a} pictures and films a post, these are {b}</source>
   <translation>OnlyFans nimmt {a} Bilder und Filme je Beitrag an, das sind {b}</translation>
  </message>
  <message>
   <source>OnlyFans tells nothing by itself</source>
   <translation>OnlyFans meldet von sich aus nichts</translation>
  </message>
  <message>
   <source>OnlyFans' own form is filled in for you, so no reminder is needed</source>
   <translation>Das Formular von OnlyFans wird für Sie ausgefüllt, eine Erinnerung ist nicht nötig</translation>
  </message>
  <message>
   <source>Open</source>
   <translation>Öffnen</translation>
  </message>
  <message>
   <source>Open OFAuto</source>
   <translation>OFAuto öffnen</translation>
  </message>
  <message>
   <source>Open OFAuto to see which.</source>
   <translation>Öffnen Sie OFAuto, um zu sehen, welche.</translation>
  </message>
  <message>
   <source>Open account</source>
   <translation>Konto öffnen</translation>
  </message>
  <message>
   <source>Open accounts</source>
   <translation>Konten öffnen</translation>
  </message>
  <message>
   <source>Open analytics</source>
   <translation>Auswertung öffnen</translation>
  </message>
  <message>
   <source>Open calendar</source>
   <translation>Kalender öffnen</translation>
  </message>
  <message>
   <source>Open library</source>
   <translation>Mediathek öffnen</translation>
  </message>
  <message>
   <source>Open on the platform</source>
   <translation>Auf der Plattform öffnen</translation>
  </message>
  <message>
   <source>Open on the site</source>
   <translation>Auf der Seite öffnen</translation>
  </message>
  <message>
   <source>Open settings</source>
   <translation>Einstellungen öffnen</translation>
  </message>
  <message>
   <source>Open the browser</source>
   <translation>Browser öffnen</translation>
  </message>
  <message>
   <source>Open the client</source>
   <translation>Kunden öffnen</translation>
  </message>
  <message>
   <source>Open the folder</source>
   <translation>Ordner öffnen</translation>
  </message>
  <message>
   <source>Open the post</source>
   <translation>Beitrag öffnen</translation>
  </message>
  <message>
   <source>Open the post with {name}</source>
   <translation>Beitrag mit {name} öffnen</translation>
  </message>
  <message>
   <source>Open the post: {words}</source>
   <translation>Beitrag öffnen: {words}</translation>
  </message>
  <message>
   <source>Open the proxy</source>
   <translation>Proxy öffnen</translation>
  </message>
  <message>
   <source>Open the window</source>
   <translation>Fenster öffnen</translation>
  </message>
  <message>
   <source>Open workspace</source>
   <translation>Arbeitsbereich öffnen</translation>
  </message>
  <message>
   <source>Open {site}</source>
   <translation>{site} öffnen</translation>
  </message>
  <message>
   <source>Opening …</source>
   <translation>Wird geöffnet …</translation>
  </message>
  <message>
   <source>Opens what is sent</source>
   <translation>Öffnet, was gesendet wird</translation>
  </message>
  <message>
   <source>Or that</source>
   <translation>Oder das</translation>
  </message>
  <message>
   <source>Order: {order}</source>
   <translation>Reihenfolge: {order}</translation>
  </message>
  <message>
   <source>Ordinary</source>
   <translation>Gewöhnlich</translation>
  </message>
  <message>
   <source>Originals are always kept as they came; what is sent is a clean copy.</source>
   <translation>Originale bleiben immer, wie sie kamen; gesendet wird eine saubere Kopie.</translation>
  </message>
  <message>
   <source>Originals, previews and forms are deleted from this computer. What a post carried stays in the bin.</source>
   <translation>Originale, Vorschauen und Formen werden von diesem Rechner gelöscht. Was ein Beitrag trug, bleibt im Papierkorb.</translation>
  </message>
  <message>
   <source>Other</source>
   <translation>Anderes</translation>
  </message>
  <message>
   <source>Other report …</source>
   <translation>Anderer Bericht …</translation>
  </message>
  <message>
   <source>Over time</source>
   <translation>Im Lauf der Zeit</translation>
  </message>
  <message>
   <source>Overview</source>
   <translation>Überblick</translation>
  </message>
  <message>
   <source>PDF</source>
   <translation>PDF</translation>
  </message>
  <message>
   <source>PDF (*.pdf)</source>
   <translation>PDF (*.pdf)</translation>
  </message>
  <message>
   <source>Page (PDF)</source>
   <translation>Seite (PDF)</translation>
  </message>
  <message>
   <source>Page {n} of {all}</source>
   <translation>Seite {n} von {all}</translation>
  </message>
  <message>
   <source>Pages</source>
   <translation>Seiten</translation>
  </message>
  <message>
   <source>Paid</source>
   <translation>Bezahlt</translation>
  </message>
  <message>
   <source>Paid message</source>
   <translation>Bezahlte Nachricht</translation>
  </message>
  <message>
   <source>Paid messages</source>
   <translation>Bezahlte Nachrichten</translation>
  </message>
  <message>
   <source>Paid out</source>
   <translation>Ausgezahlt</translation>
  </message>
  <message>
   <source>Paid partnership</source>
   <translation>Bezahlte Partnerschaft</translation>
  </message>
  <message>
   <source>Paid post</source>
   <translation>Bezahlter Beitrag</translation>
  </message>
  <message>
   <source>Paid posts</source>
   <translation>Bezahlte Beiträge</translation>
  </message>
  <message>
   <source>Paper</source>
   <translation>Papier</translation>
  </message>
  <message>
   <source>Part of a folder's name</source>
   <translation>Teil eines Ordnernamens</translation>
  </message>
  <message>
   <source>Part of the page</source>
   <translation>Teil der Seite</translation>
  </message>
  <message>
   <source>Part refund</source>
   <translation>Teilerstattung</translation>
  </message>
  <message>
   <source>Part {number}</source>
   <translation>Teil {number}</translation>
  </message>
  <message>
   <source>Part {n}</source>
   <translation>Teil {n}</translation>
  </message>
  <message>
   <source>Partly posted</source>
   <translation>Teilweise erschienen</translation>
  </message>
  <message>
   <source>Partly refunded</source>
   <translation>Teilweise erstattet</translation>
  </message>
  <message>
   <source>Parts of the page</source>
   <translation>Teile der Seite</translation>
  </message>
  <message>
   <source>Passphrase</source>
   <translation>Passphrase</translation>
  </message>
  <message>
   <source>Passphrase changed</source>
   <translation>Passphrase geändert</translation>
  </message>
  <message>
   <source>Passphrase now, or the recovery code</source>
   <translation>Jetzige Passphrase oder Wiederherstellungscode</translation>
  </message>
  <message>
   <source>Passphrase …</source>
   <translation>Passphrase …</translation>
  </message>
  <message>
   <source>Password of the zone</source>
   <translation>Passwort der Zone</translation>
  </message>
  <message>
   <source>Paste a saved login</source>
   <translation>Eine gespeicherte Anmeldung einfügen</translation>
  </message>
  <message>
   <source>Paste a token</source>
   <translation>Token einfügen</translation>
  </message>
  <message>
   <source>Paste an address</source>
   <translation>Eine Adresse einfügen</translation>
  </message>
  <message>
   <source>Paste media</source>
   <translation>Medien einfügen</translation>
  </message>
  <message>
   <source>Patreon answered {a}</source>
   <translation>Patreon antwortete {a}</translation>
  </message>
  <message>
   <source>Patreon answered {a} when the login was to be renewed</source>
   <translation>Patreon antwortete {a}, als die Anmeldung erneuert werden sollte</translation>
  </message>
  <message>
   <source>Patreon answered {a}, which this contract does not know</source>
   <translation>Patreon antwortete {a}, was hier niemand kennt</translation>
  </message>
  <message>
   <source>Patreon asks to wait</source>
   <translation>Patreon bittet zu warten</translation>
  </message>
  <message>
   <source>Patreon counts members, not followers; they are read as fans.</source>
   <translation>Patreon zählt Mitglieder, keine Follower; sie werden als Fans gelesen.</translation>
  </message>
  <message>
   <source>Patreon gives programs no access to messages.</source>
   <translation>Patreon gibt Programmen keinen Zugang zu Nachrichten.</translation>
  </message>
  <message>
   <source>Patreon has no {a} to read</source>
   <translation>Patreon hat keine {a} zu lesen</translation>
  </message>
  <message>
   <source>Patreon lets no program publish. When a post is due you are reminded, and put it into Patreon's own editor.</source>
   <translation>Patreon lässt kein Programm veröffentlichen. Ist ein Beitrag fällig, werden Sie erinnert und stellen ihn im Editor von Patreon ein.</translation>
  </message>
  <message>
   <source>Patreon limits how often a login is renewed</source>
   <translation>Patreon begrenzt, wie oft eine Anmeldung erneuert wird</translation>
  </message>
  <message>
   <source>Patreon no longer accepts this login; log in again</source>
   <translation>Patreon nimmt diese Anmeldung nicht mehr an; melden Sie sich neu an</translation>
  </message>
  <message>
   <source>Patreon no longer has what was asked for</source>
   <translation>Patreon hat das Gefragte nicht mehr</translation>
  </message>
  <message>
   <source>Patreon tells programs no likes, comments or views.</source>
   <translation>Patreon nennt Programmen keine Likes, Kommentare oder Aufrufe.</translation>
  </message>
  <message>
   <source>Patreon wants the client's ID and secret; enter them and log in again</source>
   <translation>Patreon will ID und Geheimnis des Clients; tragen Sie beides ein und melden Sie sich neu an</translation>
  </message>
  <message>
   <source>Patreon wants the client's secret for every login; enter it and log in again</source>
   <translation>Patreon will bei jeder Anmeldung das Geheimnis des Clients; tragen Sie es ein und melden Sie sich neu an</translation>
  </message>
  <message>
   <source>Pause all posting</source>
   <translation>Alles Veröffentlichen pausieren</translation>
  </message>
  <message>
   <source>Paused</source>
   <translation>Pausiert</translation>
  </message>
  <message>
   <source>Paused, goes on {when}</source>
   <translation>Pausiert, geht weiter {when}</translation>
  </message>
  <message>
   <source>Payment declined</source>
   <translation>Zahlung abgelehnt</translation>
  </message>
  <message>
   <source>Payout</source>
   <translation>Auszahlung</translation>
  </message>
  <message>
   <source>Payouts</source>
   <translation>Auszahlungen</translation>
  </message>
  <message>
   <source>Pays</source>
   <translation>Zahlt</translation>
  </message>
  <message>
   <source>Pending</source>
   <translation>Ausstehend</translation>
  </message>
  <message>
   <source>Period</source>
   <translation>Zeitraum</translation>
  </message>
  <message>
   <source>Photo</source>
   <translation>Foto</translation>
  </message>
  <message>
   <source>Pick a time</source>
   <translation>Zeit wählen</translation>
  </message>
  <message>
   <source>Picture</source>
   <translation>Bild</translation>
  </message>
  <message>
   <source>Picture (PNG)</source>
   <translation>Bild (PNG)</translation>
  </message>
  <message>
   <source>Pictures</source>
   <translation>Bilder</translation>
  </message>
  <message>
   <source>Pictures (*.png *.jpg *.jpeg)</source>
   <translation>Bilder (*.png *.jpg *.jpeg)</translation>
  </message>
  <message>
   <source>Pictures and films (*.jpg *.jpeg *.png *.webp *.gif *.mp4 *.mov *.heic);;All files (*)</source>
   <translation>Bilder und Filme (*.jpg *.jpeg *.png *.webp *.gif *.mp4 *.mov *.heic);;Alle Dateien (*)</translation>
  </message>
  <message>
   <source>Plain</source>
   <translation>Schlicht</translation>
  </message>
  <message>
   <source>Plan a copy</source>
   <translation>Eine Kopie planen</translation>
  </message>
  <message>
   <source>Plan again</source>
   <translation>Neu planen</translation>
  </message>
  <message>
   <source>Plan at the next free slot</source>
   <translation>Zum nächsten freien Termin planen</translation>
  </message>
  <message numerus="yes">
   <source>Plan {n} posts</source>
   <translation>
    <numerusform>{n} Beitrag planen</numerusform>
    <numerusform>{n} Beiträge planen</numerusform>
   </translation>
  </message>
  <message>
   <source>Plan, publish and account for a creator's work. Everything stays encrypted on this computer.</source>
   <translation>Planen, veröffentlichen und abrechnen für die Arbeit von Creators. Alles bleibt verschlüsselt auf diesem Rechner.</translation>
  </message>
  <message>
   <source>Planned</source>
   <translation>Geplant</translation>
  </message>
  <message>
   <source>Planned again</source>
   <translation>Wieder geplant</translation>
  </message>
  <message>
   <source>Planned posts go out on time meanwhile.</source>
   <translation>Geplante Beiträge erscheinen derweil pünktlich.</translation>
  </message>
  <message>
   <source>Planned posts go out on time while it runs there. Off: closing the window ends the program.</source>
   <translation>Geplante Beiträge erscheinen pünktlich, solange es dort läuft. Aus: Das Schließen des Fensters beendet das Programm.</translation>
  </message>
  <message>
   <source>Planned posts go out on time while nobody is there. Off: they wait until you unlock.</source>
   <translation>Geplante Beiträge erscheinen pünktlich, während niemand da ist. Aus: Sie warten, bis Sie entsperren.</translation>
  </message>
  <message>
   <source>Planned posts wait until you unlock. The next is due: {when}.</source>
   <translation>Geplante Beiträge warten, bis Sie entsperren. Der nächste ist fällig: {when}.</translation>
  </message>
  <message numerus="yes">
   <source>Planned {n} posts for next week</source>
   <translation>
    <numerusform>{n} Beitrag für nächste Woche geplant</numerusform>
    <numerusform>{n} Beiträge für nächste Woche geplant</numerusform>
   </translation>
  </message>
  <message>
   <source>Platform</source>
   <translation>Plattform</translation>
  </message>
  <message>
   <source>Platforms</source>
   <translation>Plattformen</translation>
  </message>
  <message>
   <source>Playwright does not start on this computer</source>
   <translation>Playwright startet auf diesem Computer nicht</translation>
  </message>
  <message>
   <source>Port on this computer</source>
   <translation>Port auf diesem Computer</translation>
  </message>
  <message>
   <source>Post</source>
   <translation>Beitrag</translation>
  </message>
  <message>
   <source>Post 7</source>
   <translation>Beitrag 7</translation>
  </message>
  <message>
   <source>Post on {account}</source>
   <translation>Beitrag auf {account}</translation>
  </message>
  <message>
   <source>Post or day above</source>
   <translation>Beitrag oder Tag darüber</translation>
  </message>
  <message>
   <source>Post or day below</source>
   <translation>Beitrag oder Tag darunter</translation>
  </message>
  <message>
   <source>Post without me looking</source>
   <translation>Posten, ohne dass ich hinsehe</translation>
  </message>
  <message>
   <source>Post without me looking …</source>
   <translation>Posten, ohne dass ich hinsehe …</translation>
  </message>
  <message>
   <source>Posted</source>
   <translation>Erschienen</translation>
  </message>
  <message>
   <source>Posting slots</source>
   <translation>Termine zum Veröffentlichen</translation>
  </message>
  <message>
   <source>Posting slots changed</source>
   <translation>Termine geändert</translation>
  </message>
  <message>
   <source>Posting streak</source>
   <translation>Serie beim Veröffentlichen</translation>
  </message>
  <message>
   <source>Posts</source>
   <translation>Beiträge</translation>
  </message>
  <message>
   <source>Posts are filled in for you in a window; you need not put them up by hand.</source>
   <translation>Posts werden in einem Fenster für Sie ausgefüllt; Sie müssen sie nicht von Hand einstellen.</translation>
  </message>
  <message>
   <source>Posts are planned in {place} time</source>
   <translation>Beiträge werden in der Zeit von {place} geplant</translation>
  </message>
  <message>
   <source>Posts by weekday and hour</source>
   <translation>Beiträge nach Wochentag und Stunde</translation>
  </message>
  <message>
   <source>Posts go out on time. Quit is in this menu.</source>
   <translation>Beiträge erscheinen pünktlich. „Beenden“ steht in diesem Menü.</translation>
  </message>
  <message>
   <source>Posts go out without you looking</source>
   <translation>Beiträge gehen hinaus, ohne dass Sie hinsehen</translation>
  </message>
  <message>
   <source>Posts of the queue, in order</source>
   <translation>Beiträge der Warteschlange, der Reihe nach</translation>
  </message>
  <message>
   <source>Posts on the profile</source>
   <translation>Beiträge im Profil</translation>
  </message>
  <message>
   <source>Posts on {days} from {start} to {end} o'clock did better than usual.</source>
   <translation>Beiträge am {days} von {start} bis {end} Uhr wirkten besser als sonst.</translation>
  </message>
  <message>
   <source>Posts people reacted to most</source>
   <translation>Beiträge, auf die am meisten reagiert wurde</translation>
  </message>
  <message>
   <source>Posts put back as they were</source>
   <translation>Beiträge wieder wie vorher</translation>
  </message>
  <message>
   <source>Posts tagged</source>
   <translation>Beiträge verschlagwortet</translation>
  </message>
  <message>
   <source>Posts that go out in a day while nobody looks</source>
   <translation>Beiträge, die an einem Tag hinausgehen, während niemand hinsieht</translation>
  </message>
  <message>
   <source>Posts then go out at their time while nobody looks. The terms of sites like {name} are reported to forbid automation, and accounts were closed for it. The choice is written into the audit log. You can go back at any time.</source>
   <translation>Beiträge gehen dann zu ihrer Zeit hinaus, ohne dass jemand hinsieht. Die Bedingungen von Websites wie {name} verbieten Automatisierung, wie berichtet wird, und Konten wurden dafür geschlossen. Die Wahl wird im Protokoll festgehalten. Sie können jederzeit zurück.</translation>
  </message>
  <message>
   <source>Posts, media and fans could not be searched. Try again in a moment.</source>
   <translation>Beiträge, Medien und Fans ließen sich nicht durchsuchen. Versuchen Sie es gleich noch einmal.</translation>
  </message>
  <message>
   <source>Practice</source>
   <translation>Übung</translation>
  </message>
  <message>
   <source>Practice data</source>
   <translation>Übungsdaten</translation>
  </message>
  <message>
   <source>Practice data. Nothing here reaches a real platform.</source>
   <translation>Übungsdaten. Nichts hier erreicht eine echte Plattform.</translation>
  </message>
  <message>
   <source>Practice login</source>
   <translation>Übungsanmeldung</translation>
  </message>
  <message>
   <source>Press the keys. Two strokes one after the other are possible: G, then H.</source>
   <translation>Drücken Sie die Tasten. Zwei Anschläge nacheinander gehen auch: G, dann H.</translation>
  </message>
  <message>
   <source>Preview</source>
   <translation>Vorschau</translation>
  </message>
  <message>
   <source>Preview on X</source>
   <translation>Vorschau auf X</translation>
  </message>
  <message>
   <source>Preview · {names}</source>
   <translation>Vorschau · {names}</translation>
  </message>
  <message>
   <source>Previous conversation</source>
   <translation>Vorige Unterhaltung</translation>
  </message>
  <message>
   <source>Previous post</source>
   <translation>Voriger Beitrag</translation>
  </message>
  <message>
   <source>Price change</source>
   <translation>Preisänderung</translation>
  </message>
  <message>
   <source>Price in US dollars</source>
   <translation>Preis in US-Dollar</translation>
  </message>
  <message>
   <source>Print …</source>
   <translation>Drucken …</translation>
  </message>
  <message>
   <source>Problems</source>
   <translation>Probleme</translation>
  </message>
  <message>
   <source>Processing</source>
   <translation>In Bearbeitung</translation>
  </message>
  <message>
   <source>Profile visits</source>
   <translation>Profilbesuche</translation>
  </message>
  <message>
   <source>Promotion</source>
   <translation>Werbung</translation>
  </message>
  <message>
   <source>Proxies</source>
   <translation>Proxys</translation>
  </message>
  <message>
   <source>Proxy</source>
   <translation>Proxy</translation>
  </message>
  <message>
   <source>Proxy (optional)</source>
   <translation>Proxy (optional)</translation>
  </message>
  <message>
   <source>Proxy removed</source>
   <translation>Proxy entfernt</translation>
  </message>
  <message>
   <source>Proxy set</source>
   <translation>Proxy eingestellt</translation>
  </message>
  <message>
   <source>Proxy …</source>
   <translation>Proxy …</translation>
  </message>
  <message>
   <source>Public address of your tunnel</source>
   <translation>Öffentliche Adresse Ihres Tunnels</translation>
  </message>
  <message>
   <source>Publish as</source>
   <translation>Veröffentlichen als</translation>
  </message>
  <message>
   <source>Publish now</source>
   <translation>Jetzt veröffentlichen</translation>
  </message>
  <message>
   <source>Publish now…</source>
   <translation>Jetzt veröffentlichen …</translation>
  </message>
  <message>
   <source>Publish posts</source>
   <translation>Beiträge veröffentlichen</translation>
  </message>
  <message>
   <source>Publish this to {many} now: {listed}?</source>
   <translation>Dies jetzt auf {many} veröffentlichen: {listed}?</translation>
  </message>
  <message>
   <source>Publish threads</source>
   <translation>Threads veröffentlichen</translation>
  </message>
  <message>
   <source>Publish to {many}</source>
   <translation>Auf {many} veröffentlichen</translation>
  </message>
  <message numerus="yes">
   <source>Publish to {n} accounts now…</source>
   <translation>
    <numerusform>Jetzt auf {n} Konto veröffentlichen …</numerusform>
    <numerusform>Jetzt auf {n} Konten veröffentlichen …</numerusform>
   </translation>
  </message>
  <message>
   <source>Publishing</source>
   <translation>Veröffentlichen</translation>
  </message>
  <message>
   <source>Put back</source>
   <translation>Zurücklegen</translation>
  </message>
  <message>
   <source>Put back from the bin</source>
   <translation>Aus dem Papierkorb zurückholen</translation>
  </message>
  <message>
   <source>Put in “{name}”</source>
   <translation>In „{name}“ gelegt</translation>
  </message>
  <message>
   <source>Put into a queue</source>
   <translation>In eine Warteschlange reihen</translation>
  </message>
  <message>
   <source>Put it in</source>
   <translation>Einsetzen</translation>
  </message>
  <message>
   <source>Put it up</source>
   <translation>Einstellen</translation>
  </message>
  <message>
   <source>Put off</source>
   <translation>Aufgeschoben</translation>
  </message>
  <message numerus="yes">
   <source>Put {n} items back</source>
   <translation>
    <numerusform>{n} Stück zurückgeholt</numerusform>
    <numerusform>{n} Stücke zurückgeholt</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Put {n} posts into “{name}”</source>
   <translation>
    <numerusform>{n} Beitrag in „{name}“ eingereiht</numerusform>
    <numerusform>{n} Beiträge in „{name}“ eingereiht</numerusform>
   </translation>
  </message>
  <message>
   <source>Queue</source>
   <translation>Warteschlange</translation>
  </message>
  <message>
   <source>Queue added</source>
   <translation>Warteschlange hinzugefügt</translation>
  </message>
  <message>
   <source>Queue of the new slot</source>
   <translation>Warteschlange des neuen Termins</translation>
  </message>
  <message>
   <source>Queue removed</source>
   <translation>Warteschlange entfernt</translation>
  </message>
  <message>
   <source>Queue renamed</source>
   <translation>Warteschlange umbenannt</translation>
  </message>
  <message>
   <source>Queues</source>
   <translation>Warteschlangen</translation>
  </message>
  <message>
   <source>Quick actions</source>
   <translation>Schnellzugriff</translation>
  </message>
  <message>
   <source>Quiet hours</source>
   <translation>Ruhezeiten</translation>
  </message>
  <message>
   <source>Quit</source>
   <translation>Beenden</translation>
  </message>
  <message>
   <source>Quit OFAuto</source>
   <translation>OFAuto beenden</translation>
  </message>
  <message>
   <source>Rate</source>
   <translation>Kurs</translation>
  </message>
  <message>
   <source>Rate taken away</source>
   <translation>Kurs weggenommen</translation>
  </message>
  <message>
   <source>Rates</source>
   <translation>Kurse</translation>
  </message>
  <message>
   <source>Rates (*.csv *.zip)</source>
   <translation>Kurse (*.csv *.zip)</translation>
  </message>
  <message>
   <source>Rates removed</source>
   <translation>Kurse entfernt</translation>
  </message>
  <message>
   <source>Rates stored</source>
   <translation>Kurse gespeichert</translation>
  </message>
  <message>
   <source>Reach</source>
   <translation>Reichweite</translation>
  </message>
  <message>
   <source>Reached</source>
   <translation>Erreicht</translation>
  </message>
  <message>
   <source>Reached.</source>
   <translation>Erreicht.</translation>
  </message>
  <message>
   <source>Reactivated</source>
   <translation>Zurückgekehrt</translation>
  </message>
  <message>
   <source>Reactivated: they had left before</source>
   <translation>Zurückgekehrt: Sie waren vorher gegangen</translation>
  </message>
  <message>
   <source>Read</source>
   <translation>Gelesen</translation>
  </message>
  <message>
   <source>Read a file …</source>
   <translation>Datei einlesen …</translation>
  </message>
  <message>
   <source>Read again</source>
   <translation>Neu lesen</translation>
  </message>
  <message>
   <source>Read and write messages</source>
   <translation>Nachrichten lesen und schreiben</translation>
  </message>
  <message>
   <source>Read follower counts</source>
   <translation>Followerzahlen lesen</translation>
  </message>
  <message>
   <source>Read likes, views and replies</source>
   <translation>Likes, Aufrufe und Antworten lesen</translation>
  </message>
  <message>
   <source>Read now</source>
   <translation>Jetzt lesen</translation>
  </message>
  <message>
   <source>Read sales, fees and payouts</source>
   <translation>Verkäufe, Gebühren und Auszahlungen lesen</translation>
  </message>
  <message>
   <source>Read subscribers</source>
   <translation>Abonnenten lesen</translation>
  </message>
  <message>
   <source>Read the comments</source>
   <translation>Kommentare lesen</translation>
  </message>
  <message>
   <source>Read them again</source>
   <translation>Noch einmal lesen</translation>
  </message>
  <message>
   <source>Read this page again</source>
   <translation>Diese Seite neu lesen</translation>
  </message>
  <message>
   <source>Read your posts</source>
   <translation>Ihre Beiträge lesen</translation>
  </message>
  <message>
   <source>Read {age}: {kinds}</source>
   <translation>Gelesen {age}: {kinds}</translation>
  </message>
  <message>
   <source>Read {ago}</source>
   <translation>Gelesen {ago}</translation>
  </message>
  <message>
   <source>Read {at}</source>
   <translation>Gelesen {at}</translation>
  </message>
  <message>
   <source>Read {at} ({zone}) from {source}</source>
   <translation>Gelesen {at} ({zone}) von {source}</translation>
  </message>
  <message>
   <source>Read {when} from {source}</source>
   <translation>Gelesen {when} von {source}</translation>
  </message>
  <message>
   <source>Read, or new again</source>
   <translation>Gelesen oder wieder neu</translation>
  </message>
  <message>
   <source>Read: {kinds}</source>
   <translation>Gelesen: {kinds}</translation>
  </message>
  <message>
   <source>Reading failed {when}: {why}</source>
   <translation>Lesen fehlgeschlagen {when}: {why}</translation>
  </message>
  <message>
   <source>Reading of messages chosen</source>
   <translation>Lesen von Nachrichten gewählt</translation>
  </message>
  <message>
   <source>Reading them…</source>
   <translation>Wird gelesen …</translation>
  </message>
  <message>
   <source>Reading …</source>
   <translation>Wird gelesen …</translation>
  </message>
  <message>
   <source>Ready to be put up by you</source>
   <translation>Bereit, von Ihnen eingestellt zu werden</translation>
  </message>
  <message>
   <source>Rebilled</source>
   <translation>Erneut abgebucht</translation>
  </message>
  <message>
   <source>Recent</source>
   <translation>Zuletzt</translation>
  </message>
  <message>
   <source>Recent activity</source>
   <translation>Letzte Ereignisse</translation>
  </message>
  <message>
   <source>Recovery code</source>
   <translation>Notfallcode</translation>
  </message>
  <message>
   <source>Recovery code: {code}</source>
   <translation>Notfallcode: {code}</translation>
  </message>
  <message>
   <source>Recurring revenue</source>
   <translation>Wiederkehrender Umsatz</translation>
  </message>
  <message>
   <source>Recurring, a month</source>
   <translation>Wiederkehrend, im Monat</translation>
  </message>
  <message>
   <source>Redirect address of your app</source>
   <translation>Weiterleitungsadresse Ihrer App</translation>
  </message>
  <message>
   <source>Redo</source>
   <translation>Wiederholen</translation>
  </message>
  <message>
   <source>Redo: {step}</source>
   <translation>Wiederholen: {step}</translation>
  </message>
  <message>
   <source>Reels</source>
   <translation>Reels</translation>
  </message>
  <message>
   <source>Refund</source>
   <translation>Erstattung</translation>
  </message>
  <message>
   <source>Refund pending</source>
   <translation>Erstattung läuft</translation>
  </message>
  <message>
   <source>Refund rate</source>
   <translation>Erstattungsquote</translation>
  </message>
  <message>
   <source>Refunded</source>
   <translation>Erstattet</translation>
  </message>
  <message>
   <source>Refunded of the sales made in the month; known once it is 60 days old</source>
   <translation>Erstattet von den Verkäufen des Monats; bekannt, sobald er 60 Tage alt ist</translation>
  </message>
  <message>
   <source>Refunds</source>
   <translation>Erstattungen</translation>
  </message>
  <message>
   <source>Refunds and chargebacks</source>
   <translation>Erstattungen und Rückbuchungen</translation>
  </message>
  <message>
   <source>Refused</source>
   <translation>Abgelehnt</translation>
  </message>
  <message>
   <source>Refuses by its rules</source>
   <translation>Lehnt nach seinen Regeln ab</translation>
  </message>
  <message>
   <source>Refuses the login</source>
   <translation>Lehnt die Anmeldung ab</translation>
  </message>
  <message>
   <source>Refuses this computer</source>
   <translation>Lehnt diesen Computer ab</translation>
  </message>
  <message>
   <source>Region</source>
   <translation>Region</translation>
  </message>
  <message>
   <source>Register an app in the developer console of X, add the three callback addresses, copy its client ID.</source>
   <translation>Melden Sie in der Entwicklerkonsole von X eine App an, tragen Sie die drei Rückadressen ein und kopieren Sie ihre Client-ID.</translation>
  </message>
  <message>
   <source>Remind me</source>
   <translation>Erinnern</translation>
  </message>
  <message>
   <source>Remind me later</source>
   <translation>Später erinnern</translation>
  </message>
  <message>
   <source>Remind me …</source>
   <translation>Erinnern …</translation>
  </message>
  <message>
   <source>Remind you to post, with text and files at hand</source>
   <translation>Ans Einstellen erinnern, mit Text und Dateien zur Hand</translation>
  </message>
  <message>
   <source>Reminder</source>
   <translation>Erinnerung</translation>
  </message>
  <message>
   <source>Reminders</source>
   <translation>Erinnerungen</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>Entfernen</translation>
  </message>
  <message>
   <source>Remove a view</source>
   <translation>Eine Ansicht entfernen</translation>
  </message>
  <message>
   <source>Remove folder</source>
   <translation>Ordner entfernen</translation>
  </message>
  <message>
   <source>Remove from the library</source>
   <translation>Aus der Mediathek entfernen</translation>
  </message>
  <message>
   <source>Remove the filter {kind}: {name}</source>
   <translation>Filter {kind} entfernen: {name}</translation>
  </message>
  <message numerus="yes">
   <source>Remove the other {n} items</source>
   <translation>
    <numerusform>Das andere {n} Stück entfernen</numerusform>
    <numerusform>Die anderen {n} Stücke entfernen</numerusform>
   </translation>
  </message>
  <message>
   <source>Remove the proxy</source>
   <translation>Proxy entfernen</translation>
  </message>
  <message>
   <source>Remove the proxy?</source>
   <translation>Den Proxy entfernen?</translation>
  </message>
  <message>
   <source>Remove this contact</source>
   <translation>Diesen Kontakt entfernen</translation>
  </message>
  <message>
   <source>Remove this filter</source>
   <translation>Diesen Filter entfernen</translation>
  </message>
  <message>
   <source>Remove {part}</source>
   <translation>{part} entfernen</translation>
  </message>
  <message>
   <source>Remove {tile}</source>
   <translation>{tile} entfernen</translation>
  </message>
  <message>
   <source>Remove …</source>
   <translation>Entfernen …</translation>
  </message>
  <message>
   <source>Removed from the library</source>
   <translation>Aus der Mediathek entfernt</translation>
  </message>
  <message>
   <source>Removed media can be taken back for</source>
   <translation>Entfernte Medien lassen sich zurückholen für</translation>
  </message>
  <message>
   <source>Removed the folder {name}; its items stay in the library</source>
   <translation>Ordner {name} entfernt; seine Stücke bleiben in der Mediathek</translation>
  </message>
  <message>
   <source>Removed the slot {time}</source>
   <translation>Termin {time} entfernt</translation>
  </message>
  <message>
   <source>Removed the view {name}</source>
   <translation>Ansicht {name} entfernt</translation>
  </message>
  <message>
   <source>Removed {name}</source>
   <translation>{name} entfernt</translation>
  </message>
  <message numerus="yes">
   <source>Removed {n} items</source>
   <translation>
    <numerusform>{n} Stück entfernt</numerusform>
    <numerusform>{n} Stücke entfernt</numerusform>
   </translation>
  </message>
  <message>
   <source>Rename</source>
   <translation>Umbenennen</translation>
  </message>
  <message>
   <source>Rename the folder</source>
   <translation>Ordner umbenennen</translation>
  </message>
  <message>
   <source>Rename the queue</source>
   <translation>Warteschlange umbenennen</translation>
  </message>
  <message>
   <source>Rename the view</source>
   <translation>Ansicht umbenennen</translation>
  </message>
  <message>
   <source>Rename this view…</source>
   <translation>Diese Ansicht umbenennen …</translation>
  </message>
  <message>
   <source>Renamed</source>
   <translation>Umbenannt</translation>
  </message>
  <message>
   <source>Renamed to “{name}”</source>
   <translation>In „{name}“ umbenannt</translation>
  </message>
  <message>
   <source>Rename…</source>
   <translation>Umbenennen …</translation>
  </message>
  <message>
   <source>Renewal</source>
   <translation>Verlängerung</translation>
  </message>
  <message>
   <source>Renewal token</source>
   <translation>Erneuerungstoken</translation>
  </message>
  <message>
   <source>Renewals</source>
   <translation>Verlängerungen</translation>
  </message>
  <message>
   <source>Renewed</source>
   <translation>Verlängert</translation>
  </message>
  <message>
   <source>Renewed by itself</source>
   <translation>Von selbst erneuert</translation>
  </message>
  <message>
   <source>Repeat</source>
   <translation>Wiederholung</translation>
  </message>
  <message>
   <source>Repeat from {day}, {time}</source>
   <translation>Wiederholung ab {day}, {time}</translation>
  </message>
  <message>
   <source>Repeat this post</source>
   <translation>Diesen Beitrag wiederholen</translation>
  </message>
  <message>
   <source>Repeats from now on</source>
   <translation>Wiederholt sich ab jetzt</translation>
  </message>
  <message>
   <source>Repeats no more</source>
   <translation>Wiederholt sich nicht mehr</translation>
  </message>
  <message>
   <source>Repeats otherwise</source>
   <translation>Wiederholt sich anders</translation>
  </message>
  <message>
   <source>Repeat…</source>
   <translation>Wiederholen …</translation>
  </message>
  <message>
   <source>Replies</source>
   <translation>Antworten</translation>
  </message>
  <message>
   <source>Reply</source>
   <translation>Antwort</translation>
  </message>
  <message>
   <source>Reply to a post, tags</source>
   <translation>Antwort auf einen Beitrag, Schlagwörter</translation>
  </message>
  <message>
   <source>Report of {name}</source>
   <translation>Bericht von {name}</translation>
  </message>
  <message>
   <source>Reports are for paper of</source>
   <translation>Berichte sind für Papier der Größe</translation>
  </message>
  <message>
   <source>Request</source>
   <translation>Anfrage</translation>
  </message>
  <message>
   <source>Requests</source>
   <translation>Anfragen</translation>
  </message>
  <message>
   <source>Requests of {name}</source>
   <translation>Anfragen von {name}</translation>
  </message>
  <message>
   <source>Requests …</source>
   <translation>Anfragen …</translation>
  </message>
  <message>
   <source>Reset</source>
   <translation>Zurücksetzen</translation>
  </message>
  <message>
   <source>Reset all keys</source>
   <translation>Alle Tasten zurücksetzen</translation>
  </message>
  <message>
   <source>Rest at night</source>
   <translation>Nachts ruhen</translation>
  </message>
  <message>
   <source>Restored from a backup</source>
   <translation>Aus einer Sicherung zurückgeholt</translation>
  </message>
  <message>
   <source>Resume</source>
   <translation>Fortsetzen</translation>
  </message>
  <message>
   <source>Resume all</source>
   <translation>Alles fortsetzen</translation>
  </message>
  <message>
   <source>Resumed: posts go out again at their times</source>
   <translation>Fortgesetzt: Beiträge erscheinen wieder zu ihren Zeiten</translation>
  </message>
  <message>
   <source>Revenue</source>
   <translation>Einnahmen</translation>
  </message>
  <message>
   <source>Revenue, broken down</source>
   <translation>Einnahmen, aufgeteilt</translation>
  </message>
  <message>
   <source>Rule for missed posts chosen</source>
   <translation>Regel für verpasste Beiträge gewählt</translation>
  </message>
  <message>
   <source>Rule: {rule}</source>
   <translation>Regel: {rule}</translation>
  </message>
  <message>
   <source>Rules</source>
   <translation>Regeln</translation>
  </message>
  <message>
   <source>Running paid subscriptions by the last reading in the period, added up (S).</source>
   <translation>Laufende bezahlte Abos nach der letzten Messung im Zeitraum, zusammengezählt (S).</translation>
  </message>
  <message>
   <source>SOCKS proxies cannot be used; give the proxy's HTTP address</source>
   <translation>SOCKS-Proxys gehen nicht; geben Sie die HTTP-Adresse des Proxys an</translation>
  </message>
  <message>
   <source>Sale</source>
   <translation>Verkauf</translation>
  </message>
  <message>
   <source>Sales</source>
   <translation>Verkäufe</translation>
  </message>
  <message>
   <source>Same pictures by number</source>
   <translation>Gleiche Bilder nach Nummer</translation>
  </message>
  <message>
   <source>Sat</source>
   <translation>Sa</translation>
  </message>
  <message>
   <source>Saturday</source>
   <translation>Samstag</translation>
  </message>
  <message>
   <source>Save</source>
   <translation>Speichern</translation>
  </message>
  <message>
   <source>Save a copy of the original</source>
   <translation>Kopie des Originals speichern</translation>
  </message>
  <message>
   <source>Save a copy of the original…</source>
   <translation>Kopie des Originals speichern …</translation>
  </message>
  <message>
   <source>Save as PDF …</source>
   <translation>Als PDF speichern …</translation>
  </message>
  <message>
   <source>Save as a smart folder…</source>
   <translation>Als klugen Ordner speichern …</translation>
  </message>
  <message>
   <source>Save as a view</source>
   <translation>Als Ansicht speichern</translation>
  </message>
  <message>
   <source>Save as a view…</source>
   <translation>Als Ansicht speichern …</translation>
  </message>
  <message>
   <source>Save tags</source>
   <translation>Schlagwörter speichern</translation>
  </message>
  <message>
   <source>Save texts</source>
   <translation>Texte speichern</translation>
  </message>
  <message>
   <source>Save the recovery kit</source>
   <translation>Notfallblatt speichern</translation>
  </message>
  <message>
   <source>Save these posts as CSV</source>
   <translation>Diese Beiträge als CSV speichern</translation>
  </message>
  <message>
   <source>Save this chart</source>
   <translation>Dieses Diagramm speichern</translation>
  </message>
  <message>
   <source>Save this choice as a set</source>
   <translation>Diese Auswahl als Zusammenstellung speichern</translation>
  </message>
  <message>
   <source>Save this choice as a set…</source>
   <translation>Diese Auswahl als Zusammenstellung speichern …</translation>
  </message>
  <message>
   <source>Save this text as a template…</source>
   <translation>Diesen Text als Vorlage speichern …</translation>
  </message>
  <message>
   <source>Save …</source>
   <translation>Speichern …</translation>
  </message>
  <message>
   <source>Saved as {name}</source>
   <translation>Als {name} gespeichert</translation>
  </message>
  <message>
   <source>Saved as {name}. Move it off this computer.</source>
   <translation>Als {name} gespeichert. Bringen Sie es von diesem Rechner weg.</translation>
  </message>
  <message>
   <source>Saved login</source>
   <translation>Gespeicherte Anmeldung</translation>
  </message>
  <message>
   <source>Saved texts</source>
   <translation>Gespeicherte Texte</translation>
  </message>
  <message>
   <source>Saved texts…</source>
   <translation>Gespeicherte Texte …</translation>
  </message>
  <message>
   <source>Saved the form of {name} for {platform}</source>
   <translation>Form von {name} für {platform} gespeichert</translation>
  </message>
  <message>
   <source>Saved the set {name}</source>
   <translation>Zusammenstellung {name} gespeichert</translation>
  </message>
  <message>
   <source>Saved the texts of {name}</source>
   <translation>Texte von {name} gespeichert</translation>
  </message>
  <message>
   <source>Saved the view {name}</source>
   <translation>Ansicht {name} gespeichert</translation>
  </message>
  <message>
   <source>Saved the view “{name}”</source>
   <translation>Ansicht „{name}“ gespeichert</translation>
  </message>
  <message>
   <source>Saved views</source>
   <translation>Gespeicherte Ansichten</translation>
  </message>
  <message>
   <source>Saved {name}</source>
   <translation>{name} gespeichert</translation>
  </message>
  <message>
   <source>Saved {name}; outside the library it is not encrypted</source>
   <translation>{name} gespeichert; außerhalb der Mediathek ist es nicht verschlüsselt</translation>
  </message>
  <message>
   <source>Saves</source>
   <translation>Lesezeichen</translation>
  </message>
  <message>
   <source>Say nothing</source>
   <translation>Nichts sagen</translation>
  </message>
  <message>
   <source>Say so on the post</source>
   <translation>Am Beitrag sagen</translation>
  </message>
  <message>
   <source>Schedule</source>
   <translation>Planen</translation>
  </message>
  <message>
   <source>Schedule at the next slot</source>
   <translation>Zum nächsten Termin planen</translation>
  </message>
  <message>
   <source>Schedule for {day}, {time}</source>
   <translation>Planen für {day}, {time}</translation>
  </message>
  <message>
   <source>Schedule: {when}</source>
   <translation>Planen: {when}</translation>
  </message>
  <message>
   <source>Scheduled</source>
   <translation>Geplant</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>Suchen</translation>
  </message>
  <message>
   <source>Search buyers and what they bought</source>
   <translation>Käufer und Gekauftes suchen</translation>
  </message>
  <message>
   <source>Search customers</source>
   <translation>Käufer suchen</translation>
  </message>
  <message>
   <source>Search members and their tiers</source>
   <translation>Mitglieder und ihre Stufen suchen</translation>
  </message>
  <message>
   <source>Search names, tags and descriptions</source>
   <translation>Namen, Schlagwörter und Beschreibungen suchen</translation>
  </message>
  <message>
   <source>Search names, texts, tags and posts</source>
   <translation>Namen, Texte, Schlagwörter und Beiträge suchen</translation>
  </message>
  <message>
   <source>Search or go to</source>
   <translation>Suchen oder gehen</translation>
  </message>
  <message>
   <source>Search or go to …</source>
   <translation>Suchen oder gehen …</translation>
  </message>
  <message>
   <source>Search posts, media, fans, settings … or type a command</source>
   <translation>Beiträge, Medien, Fans, Einstellungen suchen … oder einen Befehl eingeben</translation>
  </message>
  <message>
   <source>Search product, buyer, account or id</source>
   <translation>Produkt, Käufer, Konto oder Nummer suchen</translation>
  </message>
  <message>
   <source>Search saved texts</source>
   <translation>Gespeicherte Texte suchen</translation>
  </message>
  <message>
   <source>Search the help</source>
   <translation>In der Hilfe suchen</translation>
  </message>
  <message>
   <source>Search the ledger</source>
   <translation>In den Buchungen suchen</translation>
  </message>
  <message>
   <source>Search the library</source>
   <translation>In der Mediathek suchen</translation>
  </message>
  <message>
   <source>Search the settings</source>
   <translation>In den Einstellungen suchen</translation>
  </message>
  <message>
   <source>Secret key</source>
   <translation>Geheimer Schlüssel</translation>
  </message>
  <message>
   <source>Sections</source>
   <translation>Abschnitte</translation>
  </message>
  <message>
   <source>Select all but the best of each</source>
   <translation>Alle außer den besten auswählen</translation>
  </message>
  <message>
   <source>Select all posts shown</source>
   <translation>Alle gezeigten Beiträge auswählen</translation>
  </message>
  <message>
   <source>Select down to below</source>
   <translation>Nach unten auswählen</translation>
  </message>
  <message>
   <source>Select or deselect the post</source>
   <translation>Beitrag aus- oder abwählen</translation>
  </message>
  <message>
   <source>Select to the day after</source>
   <translation>Bis zum Tag danach auswählen</translation>
  </message>
  <message>
   <source>Select to the day before</source>
   <translation>Bis zum Tag davor auswählen</translation>
  </message>
  <message>
   <source>Select up to above</source>
   <translation>Nach oben auswählen</translation>
  </message>
  <message>
   <source>Selected items</source>
   <translation>Ausgewählte Stücke</translation>
  </message>
  <message>
   <source>Selected posts</source>
   <translation>Ausgewählte Beiträge</translation>
  </message>
  <message>
   <source>Send</source>
   <translation>Senden</translation>
  </message>
  <message>
   <source>Send again</source>
   <translation>Noch einmal senden</translation>
  </message>
  <message>
   <source>Send again to {account}</source>
   <translation>Noch einmal an {account} senden</translation>
  </message>
  <message>
   <source>Send again…</source>
   <translation>Noch einmal senden …</translation>
  </message>
  <message>
   <source>Send all now…</source>
   <translation>Alle jetzt senden …</translation>
  </message>
  <message>
   <source>Send at the next slot</source>
   <translation>Zum nächsten Termin senden</translation>
  </message>
  <message>
   <source>Send it at the next slot</source>
   <translation>Zum nächsten Termin senden</translation>
  </message>
  <message>
   <source>Send it now</source>
   <translation>Jetzt senden</translation>
  </message>
  <message>
   <source>Send now</source>
   <translation>Jetzt senden</translation>
  </message>
  <message>
   <source>Send now…</source>
   <translation>Jetzt senden …</translation>
  </message>
  <message>
   <source>Send the answer</source>
   <translation>Die Antwort senden</translation>
  </message>
  <message numerus="yes">
   <source>Send the {n} that waited</source>
   <translation>
    <numerusform>Den wartenden senden</numerusform>
    <numerusform>Die {n} wartenden senden</numerusform>
   </translation>
  </message>
  <message>
   <source>Send this post to {account} once more?</source>
   <translation>Diesen Beitrag noch einmal an {account} senden?</translation>
  </message>
  <message numerus="yes">
   <source>Send {n} posts</source>
   <translation>
    <numerusform>{n} Beitrag senden</numerusform>
    <numerusform>{n} Beiträge senden</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Send {n} posts that waited</source>
   <translation>
    <numerusform>{n} Beitrag senden, der wartete</numerusform>
    <numerusform>{n} Beiträge senden, die warteten</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Send {n} posts to {accounts} now?</source>
   <translation>
    <numerusform>{n} Beitrag jetzt an {accounts} senden?</numerusform>
    <numerusform>{n} Beiträge jetzt an {accounts} senden?</numerusform>
   </translation>
  </message>
  <message>
   <source>Sending</source>
   <translation>Wird gesendet</translation>
  </message>
  <message>
   <source>September</source>
   <translation>September</translation>
  </message>
  <message>
   <source>September 2026</source>
   <translation>September 2026</translation>
  </message>
  <message>
   <source>Series {n}</source>
   <translation>Reihe {n}</translation>
  </message>
  <message>
   <source>Session</source>
   <translation>Sitzung</translation>
  </message>
  <message>
   <source>Session ID</source>
   <translation>Sitzungskennung</translation>
  </message>
  <message>
   <source>Set a goal</source>
   <translation>Ein Ziel setzen</translation>
  </message>
  <message>
   <source>Set a proxy</source>
   <translation>Proxy einstellen</translation>
  </message>
  <message>
   <source>Set filters first, then keep them under a name</source>
   <translation>Setzen Sie zuerst Filter und behalten Sie sie dann unter einem Namen</translation>
  </message>
  <message>
   <source>Set it</source>
   <translation>Setzen</translation>
  </message>
  <message>
   <source>Set of accounts changed</source>
   <translation>Zusammenstellung von Konten geändert</translation>
  </message>
  <message>
   <source>Set of accounts kept</source>
   <translation>Zusammenstellung von Konten behalten</translation>
  </message>
  <message>
   <source>Set of accounts removed</source>
   <translation>Zusammenstellung von Konten entfernt</translation>
  </message>
  <message>
   <source>Set up a bucket …</source>
   <translation>Bucket einrichten …</translation>
  </message>
  <message>
   <source>Set up my workspace</source>
   <translation>Meinen Arbeitsbereich einrichten</translation>
  </message>
  <message>
   <source>Sets</source>
   <translation>Zusammenstellungen</translation>
  </message>
  <message>
   <source>Sets of accounts</source>
   <translation>Zusammenstellungen von Konten</translation>
  </message>
  <message>
   <source>Settings</source>
   <translation>Einstellungen</translation>
  </message>
  <message>
   <source>Settings for {account}</source>
   <translation>Einstellungen für {account}</translation>
  </message>
  <message>
   <source>Settings on {platform}</source>
   <translation>Einstellungen auf {platform}</translation>
  </message>
  <message>
   <source>Settle first whether it is out, then it can be moved.</source>
   <translation>Klären Sie zuerst, ob er erschienen ist; dann lässt er sich verschieben.</translation>
  </message>
  <message>
   <source>Settle it</source>
   <translation>Klären</translation>
  </message>
  <message>
   <source>Settled</source>
   <translation>Geklärt</translation>
  </message>
  <message>
   <source>Settled by a person</source>
   <translation>Von jemandem geklärt</translation>
  </message>
  <message>
   <source>Settled: it is not out on {account}</source>
   <translation>Geklärt: Er ist auf {account} nicht erschienen</translation>
  </message>
  <message>
   <source>Settled: it is out on {account}</source>
   <translation>Geklärt: Er ist auf {account} erschienen</translation>
  </message>
  <message>
   <source>Several are separated by commas.</source>
   <translation>Mehrere werden durch Kommas getrennt.</translation>
  </message>
  <message>
   <source>Several library items</source>
   <translation>Mehrere Stücke der Mediathek</translation>
  </message>
  <message>
   <source>Shape</source>
   <translation>Form</translation>
  </message>
  <message>
   <source>Shares</source>
   <translation>Weitergaben</translation>
  </message>
  <message>
   <source>Shift</source>
   <translation>Verschieben</translation>
  </message>
  <message>
   <source>Shift posts</source>
   <translation>Beiträge verschieben</translation>
  </message>
  <message numerus="yes">
   <source>Shift {n} posts</source>
   <translation>
    <numerusform>{n} Beitrag verschieben</numerusform>
    <numerusform>{n} Beiträge verschieben</numerusform>
   </translation>
  </message>
  <message>
   <source>Shop</source>
   <translation>Laden</translation>
  </message>
  <message>
   <source>Show</source>
   <translation>Zeigen</translation>
  </message>
  <message>
   <source>Show all</source>
   <translation>Alle zeigen</translation>
  </message>
  <message>
   <source>Show all days (0)</source>
   <translation>Alle Tage zeigen (0)</translation>
  </message>
  <message>
   <source>Show all lines</source>
   <translation>Alle Zeilen zeigen</translation>
  </message>
  <message>
   <source>Show all media</source>
   <translation>Alle Medien zeigen</translation>
  </message>
  <message>
   <source>Show all of them again</source>
   <translation>Alle wieder zeigen</translation>
  </message>
  <message>
   <source>Show all {n}</source>
   <translation>Alle {n} zeigen</translation>
  </message>
  <message>
   <source>Show among the reels alone</source>
   <translation>Nur unter den Reels zeigen</translation>
  </message>
  <message>
   <source>Show as a chart</source>
   <translation>Als Diagramm zeigen</translation>
  </message>
  <message>
   <source>Show as a grid</source>
   <translation>Als Raster zeigen</translation>
  </message>
  <message>
   <source>Show as a table</source>
   <translation>Als Tabelle zeigen</translation>
  </message>
  <message>
   <source>Show diagnostics</source>
   <translation>Diagnose zeigen</translation>
  </message>
  <message>
   <source>Show in the calendar</source>
   <translation>Im Kalender zeigen</translation>
  </message>
  <message>
   <source>Show in the feed too</source>
   <translation>Auch im Feed zeigen</translation>
  </message>
  <message>
   <source>Show it</source>
   <translation>Zeigen</translation>
  </message>
  <message>
   <source>Show its posts</source>
   <translation>Seine Beiträge zeigen</translation>
  </message>
  <message>
   <source>Show its rule</source>
   <translation>Seine Regel zeigen</translation>
  </message>
  <message>
   <source>Show more</source>
   <translation>Mehr anzeigen</translation>
  </message>
  <message>
   <source>Show names and reasons in desktop notices</source>
   <translation>Namen und Gründe in Desktop-Meldungen zeigen</translation>
  </message>
  <message>
   <source>Show older ones</source>
   <translation>Ältere zeigen</translation>
  </message>
  <message>
   <source>Show only lines that cannot be used</source>
   <translation>Nur Zeilen zeigen, die nicht zu gebrauchen sind</translation>
  </message>
  <message>
   <source>Show or close the drafts</source>
   <translation>Entwürfe zeigen oder schließen</translation>
  </message>
  <message>
   <source>Show over time</source>
   <translation>Im Lauf der Zeit zeigen</translation>
  </message>
  <message>
   <source>Show the day</source>
   <translation>Den Tag zeigen</translation>
  </message>
  <message>
   <source>Show the first steps on Home</source>
   <translation>Die ersten Schritte auf der Startseite zeigen</translation>
  </message>
  <message>
   <source>Show the holidays of</source>
   <translation>Feiertage zeigen von</translation>
  </message>
  <message>
   <source>Show the list</source>
   <translation>Die Liste zeigen</translation>
  </message>
  <message>
   <source>Show the month</source>
   <translation>Den Monat zeigen</translation>
  </message>
  <message>
   <source>Show the post beside the calendar</source>
   <translation>Den Beitrag neben dem Kalender zeigen</translation>
  </message>
  <message>
   <source>Show the week</source>
   <translation>Die Woche zeigen</translation>
  </message>
  <message>
   <source>Show these days</source>
   <translation>Diese Tage zeigen</translation>
  </message>
  <message>
   <source>Show times in</source>
   <translation>Zeiten zeigen in</translation>
  </message>
  <message>
   <source>Show what is typed</source>
   <translation>Eingabe zeigen</translation>
  </message>
  <message>
   <source>Show where: {problem}</source>
   <translation>Zeigen, wo: {problem}</translation>
  </message>
  <message>
   <source>Show {name}</source>
   <translation>{name} zeigen</translation>
  </message>
  <message>
   <source>Shown for</source>
   <translation>Gezeigt für</translation>
  </message>
  <message>
   <source>Side by side</source>
   <translation>Nebeneinander</translation>
  </message>
  <message>
   <source>Side panel</source>
   <translation>Seitenfeld</translation>
  </message>
  <message>
   <source>Signature</source>
   <translation>Signatur</translation>
  </message>
  <message>
   <source>Since</source>
   <translation>Seit</translation>
  </message>
  <message>
   <source>Size of {tile}: {size}</source>
   <translation>Größe von {tile}: {size}</translation>
  </message>
  <message>
   <source>Size: {size} (S)</source>
   <translation>Größe: {size} (S)</translation>
  </message>
  <message>
   <source>Skip</source>
   <translation>Überspringen</translation>
  </message>
  <message>
   <source>Skip all</source>
   <translation>Alle überspringen</translation>
  </message>
  <message>
   <source>Skip for practice</source>
   <translation>Für Übung überspringen</translation>
  </message>
  <message>
   <source>Skip it</source>
   <translation>Überspringen</translation>
  </message>
  <message>
   <source>Skipped</source>
   <translation>Übersprungen</translation>
  </message>
  <message numerus="yes">
   <source>Skipped {n} posts</source>
   <translation>
    <numerusform>{n} Beitrag übersprungen</numerusform>
    <numerusform>{n} Beiträge übersprungen</numerusform>
   </translation>
  </message>
  <message>
   <source>Slot</source>
   <translation>Termin</translation>
  </message>
  <message>
   <source>Smallest first</source>
   <translation>Kleinste zuerst</translation>
  </message>
  <message>
   <source>Snippet</source>
   <translation>Baustein</translation>
  </message>
  <message>
   <source>So that it arrives</source>
   <translation>Damit es ankommt</translation>
  </message>
  <message>
   <source>So that they can be read and answered here. Nothing is read before you turn it on.</source>
   <translation>Damit sie hier gelesen und beantwortet werden können. Gelesen wird erst, wenn Sie es einschalten.</translation>
  </message>
  <message>
   <source>Some accounts could not be read. Click to try again.</source>
   <translation>Manche Konten ließen sich nicht lesen. Klicken Sie, um es noch einmal zu versuchen.</translation>
  </message>
  <message>
   <source>Some of it could not be read, or is not told</source>
   <translation>Manches davon ließ sich nicht lesen oder wird nicht mitgeteilt</translation>
  </message>
  <message>
   <source>Somebody</source>
   <translation>Jemand</translation>
  </message>
  <message>
   <source>Somebody wrote</source>
   <translation>Jemand hat geschrieben</translation>
  </message>
  <message>
   <source>Something went wrong in OFAuto</source>
   <translation>In OFAuto ist etwas schiefgegangen</translation>
  </message>
  <message>
   <source>Sort by</source>
   <translation>Ordnen nach</translation>
  </message>
  <message>
   <source>Sort of conversation</source>
   <translation>Art der Unterhaltung</translation>
  </message>
  <message>
   <source>Sorted by</source>
   <translation>Geordnet nach</translation>
  </message>
  <message>
   <source>Source</source>
   <translation>Quelle</translation>
  </message>
  <message>
   <source>Sources</source>
   <translation>Quellen</translation>
  </message>
  <message>
   <source>Space before lines, lines before boxes.</source>
   <translation>Raum vor Linien, Linien vor Kästen.</translation>
  </message>
  <message>
   <source>Spells renewed of the spells that came due (S8).</source>
   <translation>Verlängerte Abos von denen, die fällig wurden (S8).</translation>
  </message>
  <message>
   <source>Standing</source>
   <translation>Stand</translation>
  </message>
  <message>
   <source>Start afresh</source>
   <translation>Neu anfangen</translation>
  </message>
  <message>
   <source>Start listening</source>
   <translation>Annehmen einschalten</translation>
  </message>
  <message>
   <source>Start listening, above.</source>
   <translation>Schalten Sie oben das Annehmen ein.</translation>
  </message>
  <message>
   <source>Start with practice data</source>
   <translation>Mit Übungsdaten beginnen</translation>
  </message>
  <message>
   <source>Starting and closing</source>
   <translation>Beginnen und Schließen</translation>
  </message>
  <message>
   <source>State</source>
   <translation>Zustand</translation>
  </message>
  <message>
   <source>Status</source>
   <translation>Zustand</translation>
  </message>
  <message>
   <source>Still needed</source>
   <translation>Noch nötig</translation>
  </message>
  <message>
   <source>Stop listening</source>
   <translation>Annehmen ausschalten</translation>
  </message>
  <message>
   <source>Stop using it</source>
   <translation>Nicht mehr verwenden</translation>
  </message>
  <message>
   <source>Stop using it …</source>
   <translation>Nicht mehr verwenden …</translation>
  </message>
  <message>
   <source>Stop using the bucket?</source>
   <translation>Bucket nicht mehr verwenden?</translation>
  </message>
  <message>
   <source>Storage</source>
   <translation>Speicher</translation>
  </message>
  <message>
   <source>Storage and retention</source>
   <translation>Speicher und Aufbewahrung</translation>
  </message>
  <message>
   <source>Storage of the library</source>
   <translation>Speicher der Mediathek</translation>
  </message>
  <message>
   <source>Storage…</source>
   <translation>Speicher …</translation>
  </message>
  <message>
   <source>Stored</source>
   <translation>Gespeichert</translation>
  </message>
  <message>
   <source>Stored {age}</source>
   <translation>Gespeichert {age}</translation>
  </message>
  <message>
   <source>Stored {when}</source>
   <translation>Gespeichert {when}</translation>
  </message>
  <message>
   <source>Stores</source>
   <translation>Speichert</translation>
  </message>
  <message>
   <source>Stream</source>
   <translation>Stream</translation>
  </message>
  <message>
   <source>Streams</source>
   <translation>Streams</translation>
  </message>
  <message>
   <source>Strength</source>
   <translation>Stärke</translation>
  </message>
  <message>
   <source>Strong</source>
   <translation>Stark</translation>
  </message>
  <message>
   <source>Subscriber churn</source>
   <translation>Abwanderung der Abonnenten</translation>
  </message>
  <message>
   <source>Subscribers</source>
   <translation>Abonnenten</translation>
  </message>
  <message>
   <source>Subscribers of any tier</source>
   <translation>Abonnenten jeder Stufe</translation>
  </message>
  <message>
   <source>Subscription</source>
   <translation>Abo</translation>
  </message>
  <message>
   <source>Subscriptions</source>
   <translation>Abos</translation>
  </message>
  <message>
   <source>Subscriptions by month</source>
   <translation>Abos nach Monat</translation>
  </message>
  <message>
   <source>Subscriptions that are running, by the latest reading.</source>
   <translation>Abos, die laufen, nach der letzten Messung.</translation>
  </message>
  <message>
   <source>Such as eu-central-1; auto at Cloudflare</source>
   <translation>Etwa eu-central-1; auto bei Cloudflare</translation>
  </message>
  <message>
   <source>Such as hl_12ab34cd; it is shown masked from then on.</source>
   <translation>Etwa hl_12ab34cd; danach wird er nur verdeckt gezeigt.</translation>
  </message>
  <message>
   <source>Such as https://s3.eu-central-1.amazonaws.com</source>
   <translation>Etwa https://s3.eu-central-1.amazonaws.com</translation>
  </message>
  <message>
   <source>Suggested: {words}</source>
   <translation>Vorschlag: {words}</translation>
  </message>
  <message>
   <source>Sun</source>
   <translation>So</translation>
  </message>
  <message>
   <source>Sunday</source>
   <translation>Sonntag</translation>
  </message>
  <message>
   <source>Switch one off to take it away.</source>
   <translation>Schalten Sie eins aus, um es wegzunehmen.</translation>
  </message>
  <message>
   <source>Sync</source>
   <translation>Abgleich</translation>
  </message>
  <message>
   <source>Sync now</source>
   <translation>Jetzt abgleichen</translation>
  </message>
  <message>
   <source>Synced</source>
   <translation>Abgeglichen</translation>
  </message>
  <message>
   <source>Synced {oldest}. Click to sync now.</source>
   <translation>Abgeglichen {oldest}. Klicken Sie zum Abgleichen.</translation>
  </message>
  <message>
   <source>Synced: {n} new or changed</source>
   <translation>Abgeglichen: {n} neu oder geändert</translation>
  </message>
  <message>
   <source>Synced; not everything could be read of {names}</source>
   <translation>Abgeglichen; nicht alles von {names} ließ sich lesen</translation>
  </message>
  <message>
   <source>Syncing …</source>
   <translation>Wird abgeglichen …</translation>
  </message>
  <message>
   <source>Tables (*.csv *.tsv *.txt)</source>
   <translation>Tabellen (*.csv *.tsv *.txt)</translation>
  </message>
  <message>
   <source>Tag</source>
   <translation>Schlagwort</translation>
  </message>
  <message>
   <source>Tag posts</source>
   <translation>Beiträge verschlagworten</translation>
  </message>
  <message>
   <source>Tag posts in the composer, and see here which themes work.</source>
   <translation>Geben Sie Beiträgen beim Schreiben Schlagwörter und sehen Sie hier, welche Themen wirken.</translation>
  </message>
  <message>
   <source>Tag {tag}</source>
   <translation>Schlagwort {tag}</translation>
  </message>
  <message numerus="yes">
   <source>Tagged {n} items {tags}</source>
   <translation>
    <numerusform>{n} Stück mit {tags} versehen</numerusform>
    <numerusform>{n} Stücke mit {tags} versehen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Tagged {n} posts “{tag}”</source>
   <translation>
    <numerusform>{n} Beitrag mit „{tag}“ versehen</numerusform>
    <numerusform>{n} Beiträge mit „{tag}“ versehen</numerusform>
   </translation>
  </message>
  <message>
   <source>Tags</source>
   <translation>Schlagwörter</translation>
  </message>
  <message>
   <source>Tags changed</source>
   <translation>Schlagwörter geändert</translation>
  </message>
  <message numerus="yes">
   <source>Tags of {n} items</source>
   <translation>
    <numerusform>Schlagwörter von {n} Stück</numerusform>
    <numerusform>Schlagwörter von {n} Stücken</numerusform>
   </translation>
  </message>
  <message>
   <source>Tags: {tags}</source>
   <translation>Schlagwörter: {tags}</translation>
  </message>
  <message>
   <source>Tags…</source>
   <translation>Schlagwörter …</translation>
  </message>
  <message>
   <source>Take</source>
   <translation>Anteil</translation>
  </message>
  <message>
   <source>Take a new one</source>
   <translation>Neue nehmen</translation>
  </message>
  <message>
   <source>Take a new session?</source>
   <translation>Eine neue Sitzung nehmen?</translation>
  </message>
  <message>
   <source>Take in what platforms send</source>
   <translation>Annehmen, was Plattformen senden</translation>
  </message>
  <message>
   <source>Take it away</source>
   <translation>Wegnehmen</translation>
  </message>
  <message>
   <source>Take it out of the post (Delete)</source>
   <translation>Aus dem Beitrag nehmen (Entf)</translation>
  </message>
  <message>
   <source>Take it out of the post or cancel the post first; nothing was removed.</source>
   <translation>Nehmen Sie es erst aus dem Beitrag, oder sagen Sie den Beitrag ab; nichts wurde entfernt.</translation>
  </message>
  <message>
   <source>Take off the tag {tag}</source>
   <translation>Schlagwort {tag} wegnehmen</translation>
  </message>
  <message>
   <source>Take off “{tag}”</source>
   <translation>„{tag}“ wegnehmen</translation>
  </message>
  <message>
   <source>Take out</source>
   <translation>Herausnehmen</translation>
  </message>
  <message>
   <source>Take the import back</source>
   <translation>Das Eintragen zurücknehmen</translation>
  </message>
  <message>
   <source>Take the post down</source>
   <translation>Beitrag herunternehmen</translation>
  </message>
  <message>
   <source>Take them in again</source>
   <translation>Wieder aufnehmen</translation>
  </message>
  <message>
   <source>Taken back</source>
   <translation>Zurückgenommen</translation>
  </message>
  <message>
   <source>Tax</source>
   <translation>Steuer</translation>
  </message>
  <message>
   <source>Tax year written</source>
   <translation>Steuerjahr geschrieben</translation>
  </message>
  <message>
   <source>Tax year {year}.csv</source>
   <translation>Steuerjahr {year}.csv</translation>
  </message>
  <message numerus="yes">
   <source>Tax year {year}: {n} rows written</source>
   <translation>
    <numerusform>Steuerjahr {year}: {n} Zeile geschrieben</numerusform>
    <numerusform>Steuerjahr {year}: {n} Zeilen geschrieben</numerusform>
   </translation>
  </message>
  <message>
   <source>Tax, in neither</source>
   <translation>Steuer, in keiner von beiden</translation>
  </message>
  <message>
   <source>Template</source>
   <translation>Vorlage</translation>
  </message>
  <message>
   <source>Test</source>
   <translation>Test</translation>
  </message>
  <message>
   <source>Text</source>
   <translation>Text</translation>
  </message>
  <message>
   <source>Text as for all</source>
   <translation>Text wie bei allen</translation>
  </message>
  <message>
   <source>Text kept</source>
   <translation>Text behalten</translation>
  </message>
  <message>
   <source>Text on</source>
   <translation>Text auf</translation>
  </message>
  <message>
   <source>Text size</source>
   <translation>Textgröße</translation>
  </message>
  <message>
   <source>That day has passed. A new post needs one that is to come.</source>
   <translation>Dieser Tag ist vorbei. Ein neuer Beitrag braucht einen, der noch kommt.</translation>
  </message>
  <message>
   <source>That did not open the workspace</source>
   <translation>Das hat den Arbeitsbereich nicht geöffnet</translation>
  </message>
  <message>
   <source>The Creator's Access Token of your client</source>
   <translation>Das „Creator's Access Token“ Ihres Clients</translation>
  </message>
  <message>
   <source>The Creator's Refresh Token beside it</source>
   <translation>Das „Creator's Refresh Token“ daneben</translation>
  </message>
  <message>
   <source>The account rests and tries again {when}</source>
   <translation>Das Konto ruht und versucht es {when} wieder</translation>
  </message>
  <message>
   <source>The account shows no posts.</source>
   <translation>Das Konto zeigt keine Beiträge.</translation>
  </message>
  <message>
   <source>The account's time zone lies in {home}, its proxy comes out in {country}: its platform may wonder</source>
   <translation>Die Zeitzone des Kontos liegt in {home}, sein Proxy kommt in {country} heraus: die Plattform könnte sich wundern</translation>
  </message>
  <message>
   <source>The address is copied</source>
   <translation>Die Adresse ist kopiert</translation>
  </message>
  <message>
   <source>The address registered there, to the letter; https://localhost/ofauto/ if you leave it out</source>
   <translation>Die dort eingetragene Adresse, Zeichen für Zeichen; https://localhost/ofauto/, wenn Sie das Feld leer lassen</translation>
  </message>
  <message>
   <source>The amount that the platform announces.</source>
   <translation>Der Betrag, den die Plattform ankündigt.</translation>
  </message>
  <message>
   <source>The arrow keys move through what is found, Return opens it.</source>
   <translation>Die Pfeiltasten gehen durch das Gefundene, Eingabe öffnet es.</translation>
  </message>
  <message>
   <source>The backup is written, and was read back</source>
   <translation>Die Sicherung ist geschrieben und wurde zurückgelesen</translation>
  </message>
  <message>
   <source>The best day brought {amount}.</source>
   <translation>Der beste Tag brachte {amount}.</translation>
  </message>
  <message>
   <source>The bin is empty. What is removed stays here for as long as the settings say.</source>
   <translation>Der Papierkorb ist leer. Entferntes bleibt hier so lange, wie es die Einstellungen sagen.</translation>
  </message>
  <message>
   <source>The bucket works and is kept</source>
   <translation>Der Bucket funktioniert und ist gespeichert</translation>
  </message>
  <message>
   <source>The bucket's name stands before the address</source>
   <translation>Der Name des Buckets steht vor der Adresse</translation>
  </message>
  <message>
   <source>The buyer can use the licence once more. Nobody can take that back.</source>
   <translation>Der Käufer kann die Lizenz einmal mehr benutzen. Das kann niemand zurücknehmen.</translation>
  </message>
  <message>
   <source>The creator it belongs to. A new name adds a client.</source>
   <translation>Der Creator, zu dem es gehört. Ein neuer Name legt einen Kunden an.</translation>
  </message>
  <message numerus="yes">
   <source>The credit of {n} platforms is used up</source>
   <translation>
    <numerusform>Das Guthaben von {n} Plattform ist aufgebraucht</numerusform>
    <numerusform>Das Guthaben von {n} Plattformen ist aufgebraucht</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>The credit of {n} platforms runs low</source>
   <translation>
    <numerusform>Das Guthaben von {n} Plattform geht zur Neige</numerusform>
    <numerusform>Das Guthaben von {n} Plattformen geht zur Neige</numerusform>
   </translation>
  </message>
  <message>
   <source>The daily slots count again</source>
   <translation>Die täglichen Termine gelten wieder</translation>
  </message>
  <message>
   <source>The disk does not allow it</source>
   <translation>Die Platte lässt es nicht zu</translation>
  </message>
  <message>
   <source>The eight groups of your recovery kit.</source>
   <translation>Die acht Gruppen Ihres Notfallblatts.</translation>
  </message>
  <message>
   <source>The eighth group</source>
   <translation>Die achte Gruppe</translation>
  </message>
  <message>
   <source>The export of a tax year begins there.</source>
   <translation>Die Ausfuhr eines Steuerjahres beginnt dort.</translation>
  </message>
  <message>
   <source>The fifth group</source>
   <translation>Die fünfte Gruppe</translation>
  </message>
  <message>
   <source>The filters that are set now, to come back to.</source>
   <translation>Die jetzt gesetzten Filter, um zu ihnen zurückzukehren.</translation>
  </message>
  <message>
   <source>The first group</source>
   <translation>Die erste Gruppe</translation>
  </message>
  <message>
   <source>The first picture or film</source>
   <translation>Das erste Bild oder der erste Film</translation>
  </message>
  <message>
   <source>The first steps are hidden</source>
   <translation>Die ersten Schritte sind ausgeblendet</translation>
  </message>
  <message>
   <source>The fourth group</source>
   <translation>Die vierte Gruppe</translation>
  </message>
  <message>
   <source>The full path of its program. Empty: Chrome, Edge or Chromium, whichever is found.</source>
   <translation>Der volle Pfad seines Programms. Leer: Chrome, Edge oder Chromium, je nachdem, was gefunden wird.</translation>
  </message>
  <message>
   <source>The keychain may unlock</source>
   <translation>Der Schlüsselbund darf öffnen</translation>
  </message>
  <message>
   <source>The keychain no longer unlocks</source>
   <translation>Der Schlüsselbund öffnet nicht mehr</translation>
  </message>
  <message>
   <source>The keys it had at first</source>
   <translation>Die Tasten vom Anfang</translation>
  </message>
  <message>
   <source>The last backup is a week old</source>
   <translation>Die letzte Sicherung ist eine Woche alt</translation>
  </message>
  <message>
   <source>The last backup is old</source>
   <translation>Die letzte Sicherung ist alt</translation>
  </message>
  <message>
   <source>The last known count of each account in the period, added up (E0).</source>
   <translation>Die letzte bekannte Zahl jedes Kontos im Zeitraum, zusammengezählt (E0).</translation>
  </message>
  <message>
   <source>The last requests, newest first. Ids are left out, and nothing that was said is kept.</source>
   <translation>Die letzten Anfragen, neueste zuerst. Kennungen fehlen, und nichts vom Inhalt wird aufbewahrt.</translation>
  </message>
  <message>
   <source>The latest count of each account, added up.</source>
   <translation>Die neueste Zahl jedes Kontos, zusammengezählt.</translation>
  </message>
  <message>
   <source>The library</source>
   <translation>Die Mediathek</translation>
  </message>
  <message>
   <source>The library is empty.</source>
   <translation>Die Mediathek ist leer.</translation>
  </message>
  <message>
   <source>The licence is disabled</source>
   <translation>Die Lizenz ist gesperrt</translation>
  </message>
  <message>
   <source>The licence is good again</source>
   <translation>Die Lizenz ist wieder gültig</translation>
  </message>
  <message>
   <source>The login before it is kept too, until the next one, for what was under way with it.</source>
   <translation>Auch die Anmeldung davor wird bis zur nächsten aufbewahrt, für das, was mit ihr unterwegs war.</translation>
  </message>
  <message>
   <source>The login that a window of this program leaves; nothing to fill in by hand</source>
   <translation>Die Anmeldung aus einem Fenster dieses Programms; von Hand ist nichts einzutragen</translation>
  </message>
  <message>
   <source>The media are the same for now.</source>
   <translation>Die Medien sind vorerst dieselben.</translation>
  </message>
  <message>
   <source>The newest numbers are from {age}: since then nothing could be read.</source>
   <translation>Die neuesten Zahlen sind {age} gelesen: Seither ließ sich nichts lesen.</translation>
  </message>
  <message>
   <source>The newest of each of the last 7 days, 4 weeks and 6 months stay.</source>
   <translation>Die neueste von jedem der letzten 7 Tage, 4 Wochen und 6 Monate bleibt.</translation>
  </message>
  <message>
   <source>The passphrase always does.</source>
   <translation>Die Passphrase kann es immer.</translation>
  </message>
  <message>
   <source>The passphrase is asked for each time from now on</source>
   <translation>Ab jetzt wird jedes Mal nach der Passphrase gefragt</translation>
  </message>
  <message>
   <source>The passphrase is changed</source>
   <translation>Die Passphrase ist geändert</translation>
  </message>
  <message>
   <source>The platform is not reached. What is stored here can be read and planned.</source>
   <translation>Die Plattform ist nicht zu erreichen. Was hier gespeichert ist, lässt sich lesen und planen.</translation>
  </message>
  <message>
   <source>The post stays where it was: {when} has passed already.</source>
   <translation>Der Beitrag bleibt, wo er war: {when} ist schon vorbei.</translation>
  </message>
  <message>
   <source>The post was changed meanwhile</source>
   <translation>Der Beitrag wurde inzwischen geändert</translation>
  </message>
  <message>
   <source>The post's address, or its id</source>
   <translation>Adresse oder Nummer des Beitrags</translation>
  </message>
  <message>
   <source>The proxy has a new session</source>
   <translation>Der Proxy hat eine neue Sitzung</translation>
  </message>
  <message>
   <source>The proxy is removed</source>
   <translation>Der Proxy ist entfernt</translation>
  </message>
  <message>
   <source>The proxy of {account} does not work</source>
   <translation>Der Proxy von {account} funktioniert nicht</translation>
  </message>
  <message>
   <source>The queue's next free place: {when}</source>
   <translation>Nächster freier Platz der Warteschlange: {when}</translation>
  </message>
  <message>
   <source>The recovery code stays as it is. Backups that were made before still open with the passphrase of then.</source>
   <translation>Der Wiederherstellungscode bleibt, wie er ist. Frühere Sicherungen öffnen sich weiter mit der Passphrase von damals.</translation>
  </message>
  <message>
   <source>The reminder is deleted</source>
   <translation>Die Erinnerung ist gelöscht</translation>
  </message>
  <message>
   <source>The risk: the terms of sites like {name} are reported to forbid automation, and accounts were closed for it. So you look at each post and send it yourself, unless you choose otherwise.</source>
   <translation>Das Risiko: Die Bedingungen von Websites wie {name} verbieten Automatisierung, wie berichtet wird, und Konten wurden dafür geschlossen. Darum sehen Sie jeden Beitrag an und senden ihn selbst, wenn Sie nichts anderes wählen.</translation>
  </message>
  <message>
   <source>The same as a table</source>
   <translation>Dasselbe als Tabelle</translation>
  </message>
  <message>
   <source>The same days 52 weeks before, so that weekdays match.</source>
   <translation>Dieselben Tage 52 Wochen davor, damit die Wochentage passen.</translation>
  </message>
  <message>
   <source>The same media in another order.</source>
   <translation>Dieselben Medien in anderer Reihenfolge.</translation>
  </message>
  <message>
   <source>The same once more</source>
   <translation>Noch einmal dasselbe</translation>
  </message>
  <message>
   <source>The second group</source>
   <translation>Die zweite Gruppe</translation>
  </message>
  <message>
   <source>The series ends; what is planned stays</source>
   <translation>Die Serie endet; Geplantes bleibt</translation>
  </message>
  <message>
   <source>The series has ended</source>
   <translation>Die Serie ist zu Ende</translation>
  </message>
  <message>
   <source>The session's id beside it</source>
   <translation>Die Kennung der Sitzung daneben</translation>
  </message>
  <message>
   <source>The seventh group</source>
   <translation>Die siebte Gruppe</translation>
  </message>
  <message>
   <source>The site puts it out by itself. Change it there, or take it out there and say so here.</source>
   <translation>Die Seite veröffentlicht ihn von selbst. Ändern Sie ihn dort, oder nehmen Sie ihn dort heraus und sagen Sie es hier.</translation>
  </message>
  <message>
   <source>The sixth group</source>
   <translation>Die sechste Gruppe</translation>
  </message>
  <message>
   <source>The tax year begins in</source>
   <translation>Das Steuerjahr beginnt im</translation>
  </message>
  <message>
   <source>The text asks for these.</source>
   <translation>Der Text fragt danach.</translation>
  </message>
  <message>
   <source>The text is on the clipboard.</source>
   <translation>Der Text liegt in der Zwischenablage.</translation>
  </message>
  <message>
   <source>The third group</source>
   <translation>Die dritte Gruppe</translation>
  </message>
  <message>
   <source>The token of a session in your browser; not needed where you log in by the window</source>
   <translation>Das Token einer Sitzung in Ihrem Browser; nicht nötig, wenn Sie sich im Fenster anmelden</translation>
  </message>
  <message>
   <source>The token that “Generate access token” shows for your application</source>
   <translation>Das Token, das „Generate access token“ bei Ihrer Anwendung zeigt</translation>
  </message>
  <message>
   <source>The two differ.</source>
   <translation>Die beiden unterscheiden sich.</translation>
  </message>
  <message>
   <source>The user agent of the browser that it is taken from</source>
   <translation>Der User-Agent des Browsers, aus dem es stammt</translation>
  </message>
  <message>
   <source>The window is too narrow for this</source>
   <translation>Das Fenster ist dafür zu schmal</translation>
  </message>
  <message>
   <source>The words are the same for now.</source>
   <translation>Die Worte sind vorerst dieselben.</translation>
  </message>
  <message>
   <source>The workspace</source>
   <translation>Der Arbeitsbereich</translation>
  </message>
  <message>
   <source>The workspace is locked</source>
   <translation>Der Arbeitsbereich ist gesperrt</translation>
  </message>
  <message>
   <source>The workspace opens with the passphrase or the recovery code.</source>
   <translation>Der Arbeitsbereich öffnet sich mit der Passphrase oder dem Wiederherstellungscode.</translation>
  </message>
  <message>
   <source>The workspace opens with the passphrase, the recovery code, and by this computer's keychain.</source>
   <translation>Der Arbeitsbereich öffnet sich mit der Passphrase, mit dem Wiederherstellungscode und durch den Schlüsselbund dieses Computers.</translation>
  </message>
  <message>
   <source>The workspace's file is damaged, or is not one</source>
   <translation>Die Datei des Arbeitsbereichs ist beschädigt oder keine</translation>
  </message>
  <message>
   <source>The {n} who brought the most</source>
   <translation>Die {n}, die am meisten brachten</translation>
  </message>
  <message>
   <source>Then OFAuto opens by itself while you are logged in here.</source>
   <translation>Dann öffnet OFAuto von selbst, während Sie hier angemeldet sind.</translation>
  </message>
  <message>
   <source>Then OFAuto opens by itself while you are logged in to this computer.</source>
   <translation>Dann öffnet sich OFAuto von selbst, solange Sie an diesem Computer angemeldet sind.</translation>
  </message>
  <message>
   <source>There are no subscriptions here. They come with an account that sells memberships.</source>
   <translation>Hier gibt es keine Abos. Sie kommen mit einem Konto, das Mitgliedschaften verkauft.</translation>
  </message>
  <message>
   <source>There is no browser to log in with</source>
   <translation>Es gibt keinen Browser für die Anmeldung</translation>
  </message>
  <message>
   <source>There is no text to copy.</source>
   <translation>Es gibt keinen Text zu kopieren.</translation>
  </message>
  <message>
   <source>These are the daily slots of every account that has none of its own.</source>
   <translation>Das sind die täglichen Termine jedes Kontos, das keine eigenen hat.</translation>
  </message>
  <message>
   <source>These are the latest; search for others.</source>
   <translation>Das sind die neuesten; andere lassen sich suchen.</translation>
  </message>
  <message>
   <source>These keys belong to {names}, which would lose them.</source>
   <translation>Diese Tasten gehören zu {names} und gingen dort verloren.</translation>
  </message>
  <message>
   <source>They have no time yet. Drag them to a day, or edit them.</source>
   <translation>Sie haben noch keine Zeit. Ziehen Sie sie auf einen Tag oder bearbeiten Sie sie.</translation>
  </message>
  <message>
   <source>They rest from</source>
   <translation>Sie ruhen ab</translation>
  </message>
  <message>
   <source>They rest until</source>
   <translation>Sie ruhen bis</translation>
  </message>
  <message>
   <source>They stand at their days in the calendar. Nothing is moved because of them.</source>
   <translation>Sie stehen an ihren Tagen im Kalender. Ihretwegen wird nichts verschoben.</translation>
  </message>
  <message>
   <source>Things fade and slide only to show where they went.</source>
   <translation>Dinge blenden und gleiten nur, um zu zeigen, wohin sie gingen.</translation>
  </message>
  <message>
   <source>This</source>
   <translation>Dies</translation>
  </message>
  <message>
   <source>This code opens your OFAuto workspace when the passphrase is forgotten: choose “Use the recovery code” where the passphrase is asked for.</source>
   <translation>Dieser Code öffnet Ihren OFAuto-Arbeitsbereich, wenn die Passphrase vergessen ist: Wählen Sie „Notfallcode benutzen“, wo nach der Passphrase gefragt wird.</translation>
  </message>
  <message>
   <source>This computer's keychain cannot open the workspace</source>
   <translation>Der Schlüsselbund dieses Rechners kann den Arbeitsbereich nicht öffnen</translation>
  </message>
  <message>
   <source>This computer's keychain is locked</source>
   <translation>Der Schlüsselbund dieses Rechners ist gesperrt</translation>
  </message>
  <message>
   <source>This computer's keychain may unlock it</source>
   <translation>Der Schlüsselbund dieses Rechners darf entsperren</translation>
  </message>
  <message>
   <source>This computer's keychain unlocks the workspace from now on</source>
   <translation>Der Schlüsselbund dieses Computers öffnet den Arbeitsbereich ab jetzt</translation>
  </message>
  <message>
   <source>This computer's time zone</source>
   <translation>Zeitzone dieses Rechners</translation>
  </message>
  <message>
   <source>This is answered on the platform's own site.</source>
   <translation>Hierauf antworten Sie auf der Seite der Plattform selbst.</translation>
  </message>
  <message>
   <source>This is needed.</source>
   <translation>Das wird gebraucht.</translation>
  </message>
  <message>
   <source>This is no address; it begins with https://</source>
   <translation>Das ist keine Adresse; sie beginnt mit https://</translation>
  </message>
  <message>
   <source>This is our mistake, not yours. Nothing you entered was thrown away; the details are in the log.</source>
   <translation>Das ist unser Fehler, nicht Ihrer. Nichts, was Sie eingegeben haben, wurde weggeworfen; Einzelheiten stehen im Protokoll.</translation>
  </message>
  <message>
   <source>This is practice: no page of {site} is opened.</source>
   <translation>Dies ist Übung: Es wird keine Seite von {site} geöffnet.</translation>
  </message>
  <message>
   <source>This login belongs to someone other than {account}</source>
   <translation>Diese Anmeldung gehört jemand anderem als {account}</translation>
  </message>
  <message>
   <source>This month</source>
   <translation>Dieser Monat</translation>
  </message>
  <message>
   <source>This month is still running; its numbers go up to {when}.</source>
   <translation>Dieser Monat läuft noch; seine Zahlen reichen bis {when}.</translation>
  </message>
  <message>
   <source>This one and those after it</source>
   <translation>Diesen und die danach</translation>
  </message>
  <message>
   <source>This post is out already. Plan a copy of it for {when}?</source>
   <translation>Dieser Beitrag ist schon erschienen. Eine Kopie für {when} planen?</translation>
  </message>
  <message>
   <source>This post repeats. Posts that are out stay as they are.</source>
   <translation>Dieser Beitrag wiederholt sich. Erschienene bleiben, wie sie sind.</translation>
  </message>
  <message>
   <source>This sale has no licence.</source>
   <translation>Dieser Verkauf hat keine Lizenz.</translation>
  </message>
  <message>
   <source>This time has passed</source>
   <translation>Diese Zeit ist vorbei</translation>
  </message>
  <message>
   <source>This workspace is open in another OFAuto</source>
   <translation>Dieser Arbeitsbereich ist in einem anderen OFAuto geöffnet</translation>
  </message>
  <message>
   <source>This workspace was opened by a newer OFAuto</source>
   <translation>Dieser Arbeitsbereich wurde von einem neueren OFAuto geöffnet</translation>
  </message>
  <message>
   <source>This year</source>
   <translation>Dieses Jahr</translation>
  </message>
  <message>
   <source>Thread</source>
   <translation>Thread</translation>
  </message>
  <message>
   <source>Thread as for all</source>
   <translation>Thread wie bei allen</translation>
  </message>
  <message>
   <source>Three letters, such as EUR</source>
   <translation>Drei Buchstaben, etwa EUR</translation>
  </message>
  <message>
   <source>Three made-up creators with a year of posts and sales. Nothing reaches a real platform.</source>
   <translation>Drei erfundene Creators mit einem Jahr voller Beiträge und Verkäufe. Nichts erreicht eine echte Plattform.</translation>
  </message>
  <message>
   <source>Threw away “{words}”</source>
   <translation>„{words}“ weggeworfen</translation>
  </message>
  <message>
   <source>Throw away {words}</source>
   <translation>{words} wegwerfen</translation>
  </message>
  <message>
   <source>Thu</source>
   <translation>Do</translation>
  </message>
  <message>
   <source>Tier</source>
   <translation>Stufe</translation>
  </message>
  <message>
   <source>Tiles of Home</source>
   <translation>Kacheln der Startseite</translation>
  </message>
  <message>
   <source>Tiles of Home, while they are arranged</source>
   <translation>Kacheln der Startseite, während sie angeordnet werden</translation>
  </message>
  <message>
   <source>Time</source>
   <translation>Zeit</translation>
  </message>
  <message>
   <source>Time of day</source>
   <translation>Uhrzeit</translation>
  </message>
  <message>
   <source>Time of the new slot</source>
   <translation>Zeit des neuen Termins</translation>
  </message>
  <message>
   <source>Time zone</source>
   <translation>Zeitzone</translation>
  </message>
  <message>
   <source>Time zone changed</source>
   <translation>Zeitzone geändert</translation>
  </message>
  <message>
   <source>Times</source>
   <translation>Uhrzeiten</translation>
  </message>
  <message>
   <source>Times are those of {zone}.</source>
   <translation>Zeiten sind die von {zone}.</translation>
  </message>
  <message>
   <source>Times in {place}</source>
   <translation>Zeiten in {place}</translation>
  </message>
  <message>
   <source>Times of {place}, the account's zone.</source>
   <translation>Zeiten von {place}, der Zone des Kontos.</translation>
  </message>
  <message>
   <source>Tip</source>
   <translation>Trinkgeld</translation>
  </message>
  <message>
   <source>Tips</source>
   <translation>Trinkgelder</translation>
  </message>
  <message>
   <source>To</source>
   <translation>Bis</translation>
  </message>
  <message>
   <source>Today</source>
   <translation>Heute</translation>
  </message>
  <message>
   <source>Together</source>
   <translation>Zusammen</translation>
  </message>
  <message>
   <source>Token ends at</source>
   <translation>Token endet am</translation>
  </message>
  <message>
   <source>Tomorrow</source>
   <translation>Morgen</translation>
  </message>
  <message>
   <source>Tomorrow morning</source>
   <translation>Morgen früh</translation>
  </message>
  <message>
   <source>Tomorrow, 18:00</source>
   <translation>Morgen, 18:00</translation>
  </message>
  <message numerus="yes">
   <source>Too few posts to tell a good time ({n})</source>
   <translation>
    <numerusform>Zu wenige Beiträge, um eine gute Zeit zu nennen ({n})</numerusform>
    <numerusform>Zu wenige Beiträge, um eine gute Zeit zu nennen ({n})</numerusform>
   </translation>
  </message>
  <message>
   <source>Took</source>
   <translation>Dauer</translation>
  </message>
  <message>
   <source>Took it out of the queue; it keeps its time</source>
   <translation>Aus der Warteschlange genommen; er behält seine Zeit</translation>
  </message>
  <message numerus="yes">
   <source>Took tags off {n} items</source>
   <translation>
    <numerusform>Schlagwörter von {n} Stück weggenommen</numerusform>
    <numerusform>Schlagwörter von {n} Stücken weggenommen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Took “{tag}” off {n} posts</source>
   <translation>
    <numerusform>„{tag}“ von {n} Beitrag weggenommen</numerusform>
    <numerusform>„{tag}“ von {n} Beiträgen weggenommen</numerusform>
   </translation>
  </message>
  <message>
   <source>Took “{title}” off the calendar</source>
   <translation>„{title}“ aus dem Kalender genommen</translation>
  </message>
  <message>
   <source>Tools</source>
   <translation>Werkzeuge</translation>
  </message>
  <message>
   <source>Top of the library</source>
   <translation>Anfang der Mediathek</translation>
  </message>
  <message>
   <source>Total</source>
   <translation>Summe</translation>
  </message>
  <message>
   <source>Totals in</source>
   <translation>Summen in</translation>
  </message>
  <message>
   <source>Totals that were converted are marked with ≈.</source>
   <translation>Umgerechnete Summen tragen ein ≈.</translation>
  </message>
  <message>
   <source>Touch</source>
   <translation>Berührung</translation>
  </message>
  <message>
   <source>Touch makes everything large enough for a finger.</source>
   <translation>Berührung macht alles groß genug für einen Finger.</translation>
  </message>
  <message>
   <source>Transfer</source>
   <translation>Überweisung</translation>
  </message>
  <message>
   <source>Trend: cannot tell yet, {known} of {needed} complete weeks are known.</source>
   <translation>Trend: noch nicht zu sagen, {known} von {needed} vollen Wochen sind bekannt.</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>Noch einmal versuchen</translation>
  </message>
  <message>
   <source>Try again in a little while.</source>
   <translation>Versuchen Sie es in einer kleinen Weile noch einmal.</translation>
  </message>
  <message>
   <source>Try and keep</source>
   <translation>Ausprobieren und speichern</translation>
  </message>
  <message>
   <source>Try it now</source>
   <translation>Jetzt ausprobieren</translation>
  </message>
  <message>
   <source>Trying …</source>
   <translation>Wird ausprobiert …</translation>
  </message>
  <message>
   <source>Tue</source>
   <translation>Di</translation>
  </message>
  <message>
   <source>Two letters, such as DE. Empty: where it comes out first.</source>
   <translation>Zwei Buchstaben, etwa DE. Leer: wo er zuerst herauskommt.</translation>
  </message>
  <message>
   <source>Type something first.</source>
   <translation>Geben Sie zuerst etwas ein.</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>Rückgängig</translation>
  </message>
  <message>
   <source>Undo: {step}</source>
   <translation>Rückgängig: {step}</translation>
  </message>
  <message>
   <source>Undone: {step}</source>
   <translation>Zurückgenommen: {step}</translation>
  </message>
  <message>
   <source>Unit</source>
   <translation>Einheit</translation>
  </message>
  <message>
   <source>Unknown</source>
   <translation>Unbekannt</translation>
  </message>
  <message>
   <source>Unlock</source>
   <translation>Entsperren</translation>
  </message>
  <message>
   <source>Unlock OFAuto</source>
   <translation>OFAuto entsperren</translation>
  </message>
  <message>
   <source>Unlock it, or type the passphrase.</source>
   <translation>Entsperren Sie ihn, oder geben Sie die Passphrase ein.</translation>
  </message>
  <message>
   <source>Unlock with this computer's keychain</source>
   <translation>Mit dem Schlüsselbund dieses Rechners entsperren</translation>
  </message>
  <message>
   <source>Unlocking …</source>
   <translation>Wird entsperrt …</translation>
  </message>
  <message>
   <source>Unread</source>
   <translation>Ungelesen</translation>
  </message>
  <message>
   <source>Until</source>
   <translation>Bis</translation>
  </message>
  <message>
   <source>Up</source>
   <translation>Rauf</translation>
  </message>
  <message>
   <source>Up to 80 characters</source>
   <translation>Bis 80 Zeichen</translation>
  </message>
  <message>
   <source>Use of a licence given back</source>
   <translation>Nutzung einer Lizenz zurückgegeben</translation>
  </message>
  <message>
   <source>Use refused: no right to it</source>
   <translation>Nutzung verweigert: kein Recht dazu</translation>
  </message>
  <message>
   <source>Use the daily slots again</source>
   <translation>Wieder die täglichen Termine benutzen</translation>
  </message>
  <message>
   <source>Use the media for all</source>
   <translation>Die Medien für alle benutzen</translation>
  </message>
  <message>
   <source>Use the passphrase</source>
   <translation>Passphrase benutzen</translation>
  </message>
  <message>
   <source>Use the pasted address</source>
   <translation>Die eingefügte Adresse benutzen</translation>
  </message>
  <message>
   <source>Use the recovery code</source>
   <translation>Notfallcode benutzen</translation>
  </message>
  <message>
   <source>Use the text for all</source>
   <translation>Den Text für alle benutzen</translation>
  </message>
  <message>
   <source>Use the thread for all</source>
   <translation>Den Thread für alle benutzen</translation>
  </message>
  <message>
   <source>Use these keys</source>
   <translation>Diese Tasten benutzen</translation>
  </message>
  <message>
   <source>Used</source>
   <translation>Benutzt</translation>
  </message>
  <message>
   <source>Used for</source>
   <translation>Benutzt für</translation>
  </message>
  <message>
   <source>Used in no post yet</source>
   <translation>Noch in keinem Beitrag benutzt</translation>
  </message>
  <message numerus="yes">
   <source>Used in {n} posts</source>
   <translation>
    <numerusform>In {n} Beitrag benutzt</numerusform>
    <numerusform>In {n} Beiträgen benutzt</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Used {n} times</source>
   <translation>
    <numerusform>Einmal benutzt</numerusform>
    <numerusform>{n}-mal benutzt</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Used {n} times in the last {days} days</source>
   <translation>
    <numerusform>{n}-mal in den letzten {days} Tagen genutzt</numerusform>
    <numerusform>{n}-mal in den letzten {days} Tagen genutzt</numerusform>
   </translation>
  </message>
  <message>
   <source>Uses: {count}</source>
   <translation>Nutzungen: {count}</translation>
  </message>
  <message>
   <source>Verified accounts</source>
   <translation>Geprüfte Konten</translation>
  </message>
  <message>
   <source>Very strong</source>
   <translation>Sehr stark</translation>
  </message>
  <message>
   <source>Video</source>
   <translation>Video</translation>
  </message>
  <message>
   <source>Video views</source>
   <translation>Videoansichten</translation>
  </message>
  <message>
   <source>View changed</source>
   <translation>Ansicht geändert</translation>
  </message>
  <message>
   <source>View removed</source>
   <translation>Ansicht entfernt</translation>
  </message>
  <message>
   <source>View saved</source>
   <translation>Ansicht gespeichert</translation>
  </message>
  <message>
   <source>Views</source>
   <translation>Ansichten</translation>
  </message>
  <message>
   <source>Wait before {part}</source>
   <translation>Warten vor {part}</translation>
  </message>
  <message>
   <source>Waiting does not help: top it up at the platform, then check the account.</source>
   <translation>Warten hilft nicht: Laden Sie es bei der Plattform auf und prüfen Sie dann das Konto.</translation>
  </message>
  <message>
   <source>Waiting for your login …</source>
   <translation>Warten auf Ihre Anmeldung …</translation>
  </message>
  <message>
   <source>Waits for approval</source>
   <translation>Wartet auf Freigabe</translation>
  </message>
  <message>
   <source>Walls</source>
   <translation>Walls</translation>
  </message>
  <message>
   <source>Wants a verified company</source>
   <translation>Verlangt ein geprüftes Unternehmen</translation>
  </message>
  <message>
   <source>Wants to know it is you</source>
   <translation>Will wissen, dass Sie es sind</translation>
  </message>
  <message>
   <source>Was due {when}</source>
   <translation>War fällig {when}</translation>
  </message>
  <message>
   <source>Was given it</source>
   <translation>Geschenkt</translation>
  </message>
  <message>
   <source>Was too slow</source>
   <translation>War zu langsam</translation>
  </message>
  <message>
   <source>Web page</source>
   <translation>Webseite</translation>
  </message>
  <message>
   <source>Web page (*.html)</source>
   <translation>Webseite (*.html)</translation>
  </message>
  <message>
   <source>Webhooks</source>
   <translation>Webhooks</translation>
  </message>
  <message>
   <source>Webhooks …</source>
   <translation>Webhooks …</translation>
  </message>
  <message>
   <source>Wed</source>
   <translation>Mi</translation>
  </message>
  <message>
   <source>Week</source>
   <translation>Woche</translation>
  </message>
  <message>
   <source>Week after</source>
   <translation>Woche danach</translation>
  </message>
  <message>
   <source>Week before</source>
   <translation>Woche davor</translation>
  </message>
  <message>
   <source>Week of {day}</source>
   <translation>Woche vom {day}</translation>
  </message>
  <message>
   <source>Weekdays</source>
   <translation>Werktage</translation>
  </message>
  <message>
   <source>Weekdays {hours}</source>
   <translation>Werktage {hours}</translation>
  </message>
  <message>
   <source>Weekends</source>
   <translation>Wochenenden</translation>
  </message>
  <message>
   <source>Weekends {hours}</source>
   <translation>Wochenenden {hours}</translation>
  </message>
  <message>
   <source>Weeks</source>
   <translation>Wochen</translation>
  </message>
  <message>
   <source>Welcome to OFAuto</source>
   <translation>Willkommen bei OFAuto</translation>
  </message>
  <message>
   <source>Went out</source>
   <translation>Erschienen</translation>
  </message>
  <message>
   <source>Went out {when}</source>
   <translation>Erschienen {when}</translation>
  </message>
  <message>
   <source>Went without its proxy, as allowed</source>
   <translation>Ging ohne seinen Proxy hinaus, wie erlaubt</translation>
  </message>
  <message>
   <source>What</source>
   <translation>Was</translation>
  </message>
  <message>
   <source>What a fan is worth</source>
   <translation>Was ein Fan wert ist</translation>
  </message>
  <message>
   <source>What about?</source>
   <translation>Worum geht es?</translation>
  </message>
  <message>
   <source>What became of it</source>
   <translation>Was daraus wurde</translation>
  </message>
  <message>
   <source>What became of it, newest first, as the audit log has it.</source>
   <translation>Was aus ihr wurde, das Neueste zuerst, wie es im Protokoll steht.</translation>
  </message>
  <message>
   <source>What came in the period: each post's last reading less the one before it (E0).</source>
   <translation>Was im Zeitraum kam: die letzte Messung jedes Beitrags abzüglich der davor (E0).</translation>
  </message>
  <message>
   <source>What came meanwhile</source>
   <translation>Was derweil kam</translation>
  </message>
  <message>
   <source>What do you want to say? “/” puts in a saved text.</source>
   <translation>Was möchten Sie sagen? „/“ setzt einen gespeicherten Text ein.</translation>
  </message>
  <message>
   <source>What happened</source>
   <translation>Was geschah</translation>
  </message>
  <message>
   <source>What is done here is written down here.</source>
   <translation>Was hier getan wird, steht hier.</translation>
  </message>
  <message>
   <source>What is found</source>
   <translation>Gefundenes</translation>
  </message>
  <message>
   <source>What is missing</source>
   <translation>Was fehlt</translation>
  </message>
  <message>
   <source>What is out or may be out is not deleted here.</source>
   <translation>Was erschienen ist oder sein könnte, wird hier nicht gelöscht.</translation>
  </message>
  <message>
   <source>What is out stays as it is. The copy is a new post for {accounts}.</source>
   <translation>Erschienenes bleibt, wie es ist. Die Kopie ist ein neuer Beitrag für {accounts}.</translation>
  </message>
  <message>
   <source>What is read</source>
   <translation>Was gelesen wird</translation>
  </message>
  <message>
   <source>What is read …</source>
   <translation>Was gelesen wird …</translation>
  </message>
  <message>
   <source>What is selected stands here, beside the page.</source>
   <translation>Ausgewähltes steht hier, neben der Seite.</translation>
  </message>
  <message>
   <source>What is set side by side</source>
   <translation>Was nebeneinander steht</translation>
  </message>
  <message>
   <source>What is stored: {stores}</source>
   <translation>Was gespeichert wird: {stores}</translation>
  </message>
  <message>
   <source>What it is</source>
   <translation>Was es ist</translation>
  </message>
  <message>
   <source>What it is about</source>
   <translation>Worum es geht</translation>
  </message>
  <message>
   <source>What it was done to is no longer open.</source>
   <translation>Woran es geschah, ist nicht mehr offen.</translation>
  </message>
  <message>
   <source>What kind of contact</source>
   <translation>Welche Art von Kontakt</translation>
  </message>
  <message>
   <source>What kind of post works</source>
   <translation>Welche Art von Beitrag wirkt</translation>
  </message>
  <message>
   <source>What lies there is deleted, and its key is forgotten. Posts of Instagram with files wait for another.</source>
   <translation>Was dort liegt, wird gelöscht, und der Schlüssel wird vergessen. Instagram-Beiträge mit Dateien warten auf einen anderen.</translation>
  </message>
  <message>
   <source>What needs a person</source>
   <translation>Was jemanden braucht</translation>
  </message>
  <message>
   <source>What people write to your accounts on X is read and answered here.</source>
   <translation>Hier lesen und beantworten Sie, was Menschen Ihren Konten auf X schreiben.</translation>
  </message>
  <message>
   <source>What the code takes off now</source>
   <translation>Was der Code jetzt abzieht</translation>
  </message>
  <message>
   <source>What the platform says is left</source>
   <translation>Was laut Plattform noch übrig ist</translation>
  </message>
  <message>
   <source>What the platforms really keep of the gross</source>
   <translation>Was die Plattformen wirklich vom Brutto behalten</translation>
  </message>
  <message>
   <source>What the platforms take, affiliates included</source>
   <translation>Was die Plattformen nehmen, Partner eingeschlossen</translation>
  </message>
  <message>
   <source>What the tile holds rests meanwhile.</source>
   <translation>Was die Kachel enthält, ruht derweil.</translation>
  </message>
  <message>
   <source>What this computer's keychain keeps for the workspace is deleted.</source>
   <translation>Was der Schlüsselbund dieses Computers für den Arbeitsbereich aufbewahrt, wird gelöscht.</translation>
  </message>
  <message>
   <source>What totals over several currencies are converted to</source>
   <translation>In was Summen über mehrere Währungen umgerechnet werden</translation>
  </message>
  <message>
   <source>What was paid, less fees, refunds and chargebacks, today and the six days before it.</source>
   <translation>Was bezahlt wurde, abzüglich Gebühren, Erstattungen und Rückbuchungen, heute und in den sechs Tagen davor.</translation>
  </message>
  <message>
   <source>What was sold</source>
   <translation>Was verkauft wurde</translation>
  </message>
  <message>
   <source>What would go beyond it is refused.</source>
   <translation>Was darüber hinausginge, wird abgelehnt.</translation>
  </message>
  <message>
   <source>What you want to reach, in your words.</source>
   <translation>Was Sie erreichen möchten, in Ihren Worten.</translation>
  </message>
  <message>
   <source>What you write appears here.</source>
   <translation>Was Sie schreiben, erscheint hier.</translation>
  </message>
  <message>
   <source>What your tunnel leads to.</source>
   <translation>Wohin Ihr Tunnel führt.</translation>
  </message>
  <message>
   <source>When</source>
   <translation>Wann</translation>
  </message>
  <message>
   <source>When a post is missed</source>
   <translation>Wenn ein Beitrag verpasst wird</translation>
  </message>
  <message>
   <source>When it is reached cannot be told yet: 28 known days are needed.</source>
   <translation>Wann es erreicht wird, ist noch nicht zu sagen: 28 bekannte Tage sind nötig.</translation>
  </message>
  <message>
   <source>When the access token ends (ISO 8601)</source>
   <translation>Wann das Zugangstoken endet (ISO 8601)</translation>
  </message>
  <message>
   <source>When the computer is locked, put to sleep or handed to another user, the workspace locks as well.</source>
   <translation>Wird der Computer gesperrt, schlafen gelegt oder einem anderen Benutzer überlassen, sperrt sich auch der Arbeitsbereich.</translation>
  </message>
  <message>
   <source>Where shall it go?</source>
   <translation>Wohin soll es?</translation>
  </message>
  <message>
   <source>Where shall the backup go?</source>
   <translation>Wohin soll die Sicherung?</translation>
  </message>
  <message>
   <source>Where shall the report go?</source>
   <translation>Wohin soll der Bericht?</translation>
  </message>
  <message>
   <source>Where to get it: {where_to_get}</source>
   <translation>Wo man es bekommt: {where_to_get}</translation>
  </message>
  <message>
   <source>Which column holds what</source>
   <translation>Welche Spalte was enthält</translation>
  </message>
  <message>
   <source>Which days?</source>
   <translation>Welche Tage?</translation>
  </message>
  <message>
   <source>Which lines</source>
   <translation>Welche Zeilen</translation>
  </message>
  <message>
   <source>Which picture?</source>
   <translation>Welches Bild?</translation>
  </message>
  <message>
   <source>Which platform?</source>
   <translation>Welche Plattform?</translation>
  </message>
  <message>
   <source>Which posts does this change?</source>
   <translation>Welche Beiträge ändert das?</translation>
  </message>
  <message>
   <source>While the proxy fails, {name} goes out from this computer's own address, and its platform sees that.</source>
   <translation>Solange der Proxy ausfällt, geht {name} von der eigenen Adresse dieses Computers hinaus, und die Plattform sieht das.</translation>
  </message>
  <message>
   <source>Who can reply</source>
   <translation>Wer antworten kann</translation>
  </message>
  <message>
   <source>Who follows</source>
   <translation>Wer folgt</translation>
  </message>
  <message>
   <source>Who sees the media</source>
   <translation>Wer die Medien sieht</translation>
  </message>
  <message>
   <source>Whoever holds it and the workspace's folder can read everything. Keep it where you keep a passport, not on the same computer.</source>
   <translation>Wer es und den Ordner des Arbeitsbereichs hat, kann alles lesen. Bewahren Sie es dort auf, wo Ihr Pass liegt, nicht auf demselben Rechner.</translation>
  </message>
  <message>
   <source>Whoever knows it can send to it, so give it to {platform} alone.</source>
   <translation>Wer sie kennt, kann dorthin senden; geben Sie sie also nur {platform}.</translation>
  </message>
  <message>
   <source>Whole picture</source>
   <translation>Ganzes Bild</translation>
  </message>
  <message>
   <source>Whole requests, each the median of those made; a gap is a check that failed</source>
   <translation>Ganze Anfragen, jeweils der Median; eine Lücke ist eine Prüfung, die scheiterte</translation>
  </message>
  <message>
   <source>Whose</source>
   <translation>Wessen</translation>
  </message>
  <message>
   <source>Whose account is it?</source>
   <translation>Wessen Konto ist es?</translation>
  </message>
  <message>
   <source>Whose accounts are shown</source>
   <translation>Wessen Konten gezeigt werden</translation>
  </message>
  <message>
   <source>With Undo</source>
   <translation>Mit Rückgängig</translation>
  </message>
  <message>
   <source>With a caption and a button</source>
   <translation>Mit Unterzeile und Knopf</translation>
  </message>
  <message>
   <source>With a sentence of help.</source>
   <translation>Mit einem Satz Hilfe.</translation>
  </message>
  <message>
   <source>With an icon</source>
   <translation>Mit Symbol</translation>
  </message>
  <message>
   <source>With commas between. Only you see them.</source>
   <translation>Mit Kommas dazwischen. Nur Sie sehen sie.</translation>
  </message>
  <message>
   <source>With it: {what}</source>
   <translation>Dabei: {what}</translation>
  </message>
  <message>
   <source>With the focus</source>
   <translation>Mit dem Fokus</translation>
  </message>
  <message>
   <source>Without</source>
   <translation>Ohne</translation>
  </message>
  <message>
   <source>Without a code</source>
   <translation>Ohne Code</translation>
  </message>
  <message>
   <source>Women</source>
   <translation>Frauen</translation>
  </message>
  <message>
   <source>Won dispute</source>
   <translation>Gewonnener Streit</translation>
  </message>
  <message>
   <source>Words in braces are filled in: {example}. Lines of --- part a thread.</source>
   <translation>Worte in Klammern werden ausgefüllt: {example}. Zeilen aus --- teilen einen Thread.</translation>
  </message>
  <message>
   <source>Works</source>
   <translation>Funktioniert</translation>
  </message>
  <message>
   <source>Works, but the site refuses it</source>
   <translation>Funktioniert, aber die Website lehnt ihn ab</translation>
  </message>
  <message>
   <source>Works, slowly</source>
   <translation>Funktioniert, langsam</translation>
  </message>
  <message>
   <source>Works, very slowly</source>
   <translation>Funktioniert, sehr langsam</translation>
  </message>
  <message>
   <source>Workspace</source>
   <translation>Arbeitsbereich</translation>
  </message>
  <message>
   <source>Worse</source>
   <translation>Schlechter</translation>
  </message>
  <message>
   <source>Write a post</source>
   <translation>Einen Beitrag schreiben</translation>
  </message>
  <message>
   <source>Write a post with it</source>
   <translation>Einen Beitrag damit schreiben</translation>
  </message>
  <message>
   <source>Write a tax year</source>
   <translation>Ein Steuerjahr schreiben</translation>
  </message>
  <message>
   <source>Write a tax year …</source>
   <translation>Ein Steuerjahr schreiben …</translation>
  </message>
  <message>
   <source>Write an answer</source>
   <translation>Eine Antwort schreiben</translation>
  </message>
  <message>
   <source>Write to whole lists of people</source>
   <translation>An ganze Listen von Personen schreiben</translation>
  </message>
  <message>
   <source>Write to whole lists of people, by the command line</source>
   <translation>An ganze Listen von Personen schreiben, über die Befehlszeile</translation>
  </message>
  <message>
   <source>Write your first post</source>
   <translation>Schreiben Sie Ihren ersten Beitrag</translation>
  </message>
  <message>
   <source>Written for</source>
   <translation>Geschrieben für</translation>
  </message>
  <message>
   <source>Written for {account}</source>
   <translation>Geschrieben für {account}</translation>
  </message>
  <message>
   <source>Written for {account}, differs</source>
   <translation>Geschrieben für {account}, weicht ab</translation>
  </message>
  <message numerus="yes">
   <source>Wrote {n} posts to {file}</source>
   <translation>
    <numerusform>{n} Beitrag nach {file} geschrieben</numerusform>
    <numerusform>{n} Beiträge nach {file} geschrieben</numerusform>
   </translation>
  </message>
  <message>
   <source>X accepted it but its answer cannot be read</source>
   <translation>X nahm es an, aber die Antwort lässt sich nicht lesen</translation>
  </message>
  <message>
   <source>X accepts one cashtag a post</source>
   <translation>X nimmt ein Cashtag je Beitrag an</translation>
  </message>
  <message>
   <source>X answered {a} when the login was to be renewed</source>
   <translation>X antwortete {a}, als die Anmeldung erneuert werden sollte</translation>
  </message>
  <message>
   <source>X asks to wait</source>
   <translation>X bittet zu warten</translation>
  </message>
  <message>
   <source>X bills each direct message that is read about $0.01, and each new person $0.01</source>
   <translation>X berechnet für jede gelesene Direktnachricht etwa $0.01 und für jede neue Person $0.01</translation>
  </message>
  <message>
   <source>X bills each mention that is read about $0.001, and each new person $0.01</source>
   <translation>X berechnet für jede gelesene Erwähnung etwa $0.001 und für jede neue Person $0.01</translation>
  </message>
  <message>
   <source>X bills each message that is sent about $0.015</source>
   <translation>X berechnet für jede gesendete Nachricht etwa $0.015</translation>
  </message>
  <message>
   <source>X cannot use this file: {a}</source>
   <translation>X kann diese Datei nicht gebrauchen: {a}</translation>
  </message>
  <message>
   <source>X does not know this post or user</source>
   <translation>X kennt diesen Beitrag oder Nutzer nicht</translation>
  </message>
  <message>
   <source>X does not say whose login this is; the account may be suspended</source>
   <translation>X sagt nicht, wessen Anmeldung das ist; das Konto ist vielleicht gesperrt</translation>
  </message>
  <message>
   <source>X does not show this ({a})</source>
   <translation>X zeigt dies nicht ({a})</translation>
  </message>
  <message>
   <source>X does not show this timeline ({a})</source>
   <translation>X zeigt diese Zeitleiste nicht ({a})</translation>
  </message>
  <message>
   <source>X ends a login only with the app's client ID; it can be ended under Connected apps at X</source>
   <translation>X beendet eine Anmeldung nur mit der Client-ID der App; sie lässt sich bei X unter „Verbundene Apps“ beenden</translation>
  </message>
  <message>
   <source>X has no {a} to read</source>
   <translation>X hat keine {a} zu lesen</translation>
  </message>
  <message>
   <source>X has not finished preparing the file</source>
   <translation>X ist mit dem Vorbereiten der Datei nicht fertig geworden</translation>
  </message>
  <message>
   <source>X limits how often a login is renewed</source>
   <translation>X begrenzt, wie oft eine Anmeldung erneuert wird</translation>
  </message>
  <message>
   <source>X repeats its pages; the list of posts may have holes</source>
   <translation>X wiederholt seine Seiten; die Liste der Beiträge hat vielleicht Lücken</translation>
  </message>
  <message>
   <source>X says that it has a post with this text already</source>
   <translation>X sagt, es habe schon einen Beitrag mit diesem Text</translation>
  </message>
  <message>
   <source>X sends webhooks only to enterprise customers</source>
   <translation>X schickt Meldungen nur an Unternehmenskunden</translation>
  </message>
  <message>
   <source>X takes messages to one person from this program; a group is answered at X</source>
   <translation>X nimmt von diesem Programm Nachrichten an eine Person; einer Gruppe antworten Sie bei X</translation>
  </message>
  <message>
   <source>X takes posts from this program by itself</source>
   <translation>X nimmt Beiträge von diesem Programm selbst an</translation>
  </message>
  <message>
   <source>X tells no earnings through its interface</source>
   <translation>X nennt über seine Schnittstelle keine Einnahmen</translation>
  </message>
  <message>
   <source>X tells no subscribers through its interface</source>
   <translation>X nennt über seine Schnittstelle keine Abonnenten</translation>
  </message>
  <message>
   <source>X wants the app's client secret; enter it and log in again</source>
   <translation>X verlangt das Client-Geheimnis der App; geben Sie es ein und melden Sie sich neu an</translation>
  </message>
  <message>
   <source>X wrote a number in a way that is none</source>
   <translation>X hat eine Zahl so geschrieben, dass sie keine ist</translation>
  </message>
  <message>
   <source>Year</source>
   <translation>Jahr</translation>
  </message>
  <message>
   <source>Yes</source>
   <translation>Ja</translation>
  </message>
  <message>
   <source>Yes or no</source>
   <translation>Ja oder nein</translation>
  </message>
  <message>
   <source>Yesterday</source>
   <translation>Gestern</translation>
  </message>
  <message>
   <source>You</source>
   <translation>Sie</translation>
  </message>
  <message>
   <source>You already have {name}.</source>
   <translation>{name} haben Sie schon.</translation>
  </message>
  <message>
   <source>You are reminded of {name}</source>
   <translation>Sie werden an {name} erinnert</translation>
  </message>
  <message>
   <source>You are reminded {when}</source>
   <translation>Sie werden {when} erinnert</translation>
  </message>
  <message>
   <source>You look at each post and send it yourself</source>
   <translation>Sie sehen jeden Beitrag an und schicken ihn selbst ab</translation>
  </message>
  <message>
   <source>You were still writing this.</source>
   <translation>Daran haben Sie noch geschrieben.</translation>
  </message>
  <message>
   <source>You: {text}</source>
   <translation>Sie: {text}</translation>
  </message>
  <message>
   <source>Your access and renewal tokens, sealed on this computer. Never your password.</source>
   <translation>Ihre Zugangs- und Erneuerungstoken, auf diesem Rechner versiegelt. Nie Ihr Passwort.</translation>
  </message>
  <message>
   <source>Your answer</source>
   <translation>Ihre Antwort</translation>
  </message>
  <message>
   <source>Your app's client ID; needed to renew the token by itself</source>
   <translation>Die Client-ID Ihrer App; nötig, um das Token von selbst zu erneuern</translation>
  </message>
  <message>
   <source>Your client's ID; needed to renew the token by itself</source>
   <translation>Die ID Ihres Clients; nötig, damit sich das Token von selbst erneuert</translation>
  </message>
  <message>
   <source>Your client's secret; Patreon wants it for every login and renewal</source>
   <translation>Das Geheimnis Ihres Clients; Patreon will es bei jeder Anmeldung und Erneuerung</translation>
  </message>
  <message>
   <source>Your subscribers</source>
   <translation>Ihre Abonnenten</translation>
  </message>
  <message>
   <source>Your turn</source>
   <translation>Sie sind dran</translation>
  </message>
  <message>
   <source>Zone</source>
   <translation>Zone</translation>
  </message>
  <message>
   <source>a Bright Data user name reads brd-customer-ID-zone-NAME</source>
   <translation>ein Bright-Data-Benutzername lautet brd-customer-ID-zone-NAME</translation>
  </message>
  <message>
   <source>a calendar shows up to two months at once</source>
   <translation>ein Kalender zeigt höchstens zwei Monate auf einmal</translation>
  </message>
  <message>
   <source>a captcha is shown</source>
   <translation>ein Captcha wird gezeigt</translation>
  </message>
  <message>
   <source>a client has at most {a} contacts</source>
   <translation>ein Kunde hat höchstens {a} Kontakte</translation>
  </message>
  <message>
   <source>a client needs a name</source>
   <translation>ein Kunde braucht einen Namen</translation>
  </message>
  <message>
   <source>a client's name has at most {a} characters</source>
   <translation>der Name eines Kunden hat höchstens {a} Zeichen</translation>
  </message>
  <message>
   <source>a contact has at most {a} characters</source>
   <translation>ein Kontakt hat höchstens {a} Zeichen</translation>
  </message>
  <message>
   <source>a conversation is with nobody</source>
   <translation>ein Gespräch ist mit niemandem</translation>
  </message>
  <message>
   <source>a country is two letters, as DE; or any</source>
   <translation>ein Land sind zwei Buchstaben, etwa DE; oder any</translation>
  </message>
  <message>
   <source>a credential's fields are texts</source>
   <translation>die Felder einer Anmeldung sind Texte</translation>
  </message>
  <message>
   <source>a delivery of Patreon does not say whom it is about</source>
   <translation>eine Zustellung von Patreon sagt nicht, um wen es geht</translation>
  </message>
  <message>
   <source>a delivery of Patreon is about neither a member nor a post</source>
   <translation>eine Zustellung von Patreon handelt weder von einem Mitglied noch von einem Beitrag</translation>
  </message>
  <message>
   <source>a delivery of Patreon is not of the expected form</source>
   <translation>eine Zustellung von Patreon hat nicht die erwartete Form</translation>
  </message>
  <message>
   <source>a face check is asked for</source>
   <translation>eine Gesichtsprüfung wird verlangt</translation>
  </message>
  <message>
   <source>a file is on its way to the bucket; try again in a moment</source>
   <translation>eine Datei ist gerade unterwegs zum Bucket; versuchen Sie es gleich noch einmal</translation>
  </message>
  <message>
   <source>a film comes as a file</source>
   <translation>ein Film kommt als Datei</translation>
  </message>
  <message>
   <source>a folder cannot lie in itself</source>
   <translation>ein Ordner kann nicht in sich selbst liegen</translation>
  </message>
  <message>
   <source>a folder needs a name</source>
   <translation>ein Ordner braucht einen Namen</translation>
  </message>
  <message>
   <source>a folder's name has at most {a} characters</source>
   <translation>der Name eines Ordners hat höchstens {a} Zeichen</translation>
  </message>
  <message>
   <source>a folder's name holds no slash</source>
   <translation>der Name eines Ordners enthält keinen Schrägstrich</translation>
  </message>
  <message>
   <source>a gateway in front of Gumroad answered 403</source>
   <translation>ein Tor vor Gumroad antwortete 403</translation>
  </message>
  <message>
   <source>a goal lasts at most five years</source>
   <translation>ein Ziel dauert höchstens fünf Jahre</translation>
  </message>
  <message>
   <source>a goal of money needs a currency</source>
   <translation>ein Ziel in Geld braucht eine Währung</translation>
  </message>
  <message>
   <source>a licence has a number of uses that is none</source>
   <translation>eine Lizenz hat eine Zahl von Nutzungen, die keine ist</translation>
  </message>
  <message>
   <source>a limit is larger than nothing</source>
   <translation>eine Grenze ist größer als nichts</translation>
  </message>
  <message>
   <source>a list has no name</source>
   <translation>eine Liste hat keinen Namen</translation>
  </message>
  <message>
   <source>a login in a window of this program, on OnlyFans' own page</source>
   <translation>eine Anmeldung in einem Fenster dieses Programms, auf der Seite von OnlyFans</translation>
  </message>
  <message>
   <source>a logo has at most 2 MB</source>
   <translation>ein Logo hat höchstens 2 MB</translation>
  </message>
  <message>
   <source>a logo is a PNG or JPEG picture</source>
   <translation>ein Logo ist ein Bild in PNG oder JPEG</translation>
  </message>
  <message>
   <source>a long time ago</source>
   <translation>vor langer Zeit</translation>
  </message>
  <message>
   <source>a mark is at most a year long</source>
   <translation>eine Markierung ist höchstens ein Jahr lang</translation>
  </message>
  <message>
   <source>a marker needs a few words</source>
   <translation>eine Marke braucht ein paar Worte</translation>
  </message>
  <message>
   <source>a media file is damaged</source>
   <translation>eine Mediendatei ist beschädigt</translation>
  </message>
  <message>
   <source>a media file is missing</source>
   <translation>eine Mediendatei fehlt</translation>
  </message>
  <message>
   <source>a media file of the backup is missing</source>
   <translation>eine Mediendatei der Sicherung fehlt</translation>
  </message>
  <message>
   <source>a media item is attached twice</source>
   <translation>ein Medium ist zweimal angehängt</translation>
  </message>
  <message>
   <source>a message has {a} characters at most there</source>
   <translation>eine Nachricht hat dort höchstens {a} Zeichen</translation>
  </message>
  <message>
   <source>a message to many has no time</source>
   <translation>eine Nachricht an viele hat keine Zeit</translation>
  </message>
  <message>
   <source>a name is needed</source>
   <translation>ein Name ist nötig</translation>
  </message>
  <message>
   <source>a number of times</source>
   <translation>nach einer Anzahl</translation>
  </message>
  <message>
   <source>a page came instead of an answer ({a})</source>
   <translation>statt einer Antwort kam eine Seite ({a})</translation>
  </message>
  <message>
   <source>a part of a thread may wait {a} minutes at most</source>
   <translation>ein Teil eines Threads darf höchstens {a} Minuten warten</translation>
  </message>
  <message>
   <source>a part of the thread is empty</source>
   <translation>ein Teil des Threads ist leer</translation>
  </message>
  <message>
   <source>a payment is in no currency</source>
   <translation>eine Zahlung ist in keiner Währung</translation>
  </message>
  <message>
   <source>a payment of Ko-fi has no amount</source>
   <translation>eine Zahlung von Ko-fi hat keinen Betrag</translation>
  </message>
  <message>
   <source>a payment of Ko-fi has no currency</source>
   <translation>eine Zahlung von Ko-fi hat keine Währung</translation>
  </message>
  <message>
   <source>a payment of less than nothing</source>
   <translation>eine Zahlung von weniger als nichts</translation>
  </message>
  <message>
   <source>a payout is in no currency</source>
   <translation>eine Auszahlung ist in keiner Währung</translation>
  </message>
  <message>
   <source>a post has no date</source>
   <translation>ein Beitrag hat kein Datum</translation>
  </message>
  <message>
   <source>a post with a price is not taken down by itself at OnlyFans</source>
   <translation>ein Beitrag mit Preis wird bei OnlyFans nicht von selbst entfernt</translation>
  </message>
  <message>
   <source>a practice account never leaves this computer, so it has no use for a proxy</source>
   <translation>ein Übungskonto verlässt diesen Rechner nie und hat keine Verwendung für einen Proxy</translation>
  </message>
  <message>
   <source>a practice account never leaves this computer, so nothing is opened for it</source>
   <translation>ein Übungskonto verlässt diesen Computer nie, darum wird nichts dafür geöffnet</translation>
  </message>
  <message>
   <source>a proxy is given as proxy, or as customer, zone and password</source>
   <translation>ein Proxy wird als proxy angegeben, oder als customer, zone und password</translation>
  </message>
  <message>
   <source>a proxy's address begins with http://</source>
   <translation>die Adresse eines Proxys beginnt mit http://</translation>
  </message>
  <message>
   <source>a rate is a number above 0</source>
   <translation>ein Kurs ist eine Zahl über 0</translation>
  </message>
  <message>
   <source>a rate is a number such as 1.0712</source>
   <translation>ein Kurs ist eine Zahl wie 1.0712</translation>
  </message>
  <message>
   <source>a rate is between two currencies</source>
   <translation>ein Kurs liegt zwischen zwei Währungen</translation>
  </message>
  <message>
   <source>a reminder has at most {a} characters</source>
   <translation>eine Erinnerung hat höchstens {a} Zeichen</translation>
  </message>
  <message>
   <source>a reminder needs words</source>
   <translation>eine Erinnerung braucht Worte</translation>
  </message>
  <message>
   <source>a reply names the post it answers by its id, the number at the end of its address</source>
   <translation>eine Antwort nennt den Beitrag, auf den sie antwortet, mit seiner Nummer: der Zahl am Ende seiner Adresse</translation>
  </message>
  <message>
   <source>a scheduled post is not of the expected form</source>
   <translation>ein geplanter Post hat nicht die erwartete Form</translation>
  </message>
  <message>
   <source>a series needs a day and a local time to begin at</source>
   <translation>eine Serie braucht einen Tag und eine Ortszeit, zu der sie beginnt</translation>
  </message>
  <message>
   <source>a set holds at least one account</source>
   <translation>eine Zusammenstellung enthält mindestens ein Konto</translation>
  </message>
  <message>
   <source>a slot is a weekday and a time of the day</source>
   <translation>ein Termin ist ein Wochentag und eine Uhrzeit</translation>
  </message>
  <message>
   <source>a slot is named twice</source>
   <translation>ein Termin ist zweimal genannt</translation>
  </message>
  <message>
   <source>a smart folder holds what its rule finds; nothing is put into it</source>
   <translation>ein kluger Ordner enthält, was seine Regel findet; hineingelegt wird nichts</translation>
  </message>
  <message>
   <source>a stored credential cannot be read</source>
   <translation>eine gespeicherte Anmeldung lässt sich nicht lesen</translation>
  </message>
  <message>
   <source>a stored credential was changed or belongs to another place</source>
   <translation>eine gespeicherte Anmeldung wurde verändert oder gehört woandershin</translation>
  </message>
  <message>
   <source>a story on Instagram is one picture or one film</source>
   <translation>eine Story auf Instagram ist ein Bild oder ein Film</translation>
  </message>
  <message>
   <source>a story on Instagram shows no text; leave it empty for this account</source>
   <translation>eine Story auf Instagram zeigt keinen Text; lassen Sie ihn für dieses Konto leer</translation>
  </message>
  <message>
   <source>a subscription could not be read</source>
   <translation>ein Abonnement konnte nicht gelesen werden</translation>
  </message>
  <message>
   <source>a subscription has no beginning</source>
   <translation>ein Abonnement hat keinen Anfang</translation>
  </message>
  <message>
   <source>a subscription is no longer to be found</source>
   <translation>ein Abonnement ist nicht mehr zu finden</translation>
  </message>
  <message>
   <source>a tag has at most {a} characters</source>
   <translation>ein Schlagwort hat höchstens {a} Zeichen</translation>
  </message>
  <message>
   <source>a text has at most {a} characters</source>
   <translation>ein Text hat höchstens {a} Zeichen</translation>
  </message>
  <message>
   <source>a time is wanted; `unplan` makes drafts</source>
   <translation>eine Zeit ist nötig; `unplan` macht Entwürfe</translation>
  </message>
  <message>
   <source>a time lies outside the calendar</source>
   <translation>eine Zeit liegt außerhalb des Kalenders</translation>
  </message>
  <message>
   <source>a year between {a} and {b} is wanted</source>
   <translation>ein Jahr zwischen {a} und {b} ist nötig</translation>
  </message>
  <message>
   <source>above zero</source>
   <translation>über null</translation>
  </message>
  <message>
   <source>account</source>
   <translation>Konto</translation>
  </message>
  <message numerus="yes">
   <source>after {n} hours</source>
   <translation>
    <numerusform>nach {n} Stunde</numerusform>
    <numerusform>nach {n} Stunden</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>after {n} minutes</source>
   <translation>
    <numerusform>nach {n} Minute</numerusform>
    <numerusform>nach {n} Minuten</numerusform>
   </translation>
  </message>
  <message>
   <source>all of its lines are in the ledger already</source>
   <translation>alle Zeilen davon sind schon gebucht</translation>
  </message>
  <message>
   <source>all posting is paused</source>
   <translation>alles Veröffentlichen ist pausiert</translation>
  </message>
  <message>
   <source>an account has at most {a} slots a week</source>
   <translation>ein Konto hat höchstens {a} Termine in der Woche</translation>
  </message>
  <message>
   <source>an account's name has 1 to {a} characters</source>
   <translation>der Name eines Kontos hat 1 bis {a} Zeichen</translation>
  </message>
  <message>
   <source>an amount is larger than any there is</source>
   <translation>ein Betrag ist größer als jeder, den es gibt</translation>
  </message>
  <message>
   <source>an amount is no number of money</source>
   <translation>ein Betrag ist keine Geldsumme</translation>
  </message>
  <message>
   <source>an amount of 0 changes nothing</source>
   <translation>ein Betrag von 0 ändert nichts</translation>
  </message>
  <message>
   <source>an amount such as 12.50 is wanted</source>
   <translation>ein Betrag wie 12.50 ist nötig</translation>
  </message>
  <message>
   <source>an endpoint begins with https:// or http:// and names a host</source>
   <translation>eine Adresse beginnt mit https:// oder http:// und nennt einen Rechner</translation>
  </message>
  <message>
   <source>an offer code has no name, or not one discount</source>
   <translation>ein Rabattcode hat keinen Namen oder nicht genau einen Nachlass</translation>
  </message>
  <message>
   <source>an offer code has numbers that are none</source>
   <translation>ein Rabattcode hat Zahlen, die keine sind</translation>
  </message>
  <message>
   <source>an unknown source</source>
   <translation>einer unbekannten Quelle</translation>
  </message>
  <message>
   <source>an upgrade needs a backup first</source>
   <translation>ein Umstieg braucht zuerst eine Sicherung</translation>
  </message>
  <message numerus="yes">
   <source>and {n} more</source>
   <translation>
    <numerusform>und {n} weiterer</numerusform>
    <numerusform>und {n} weitere</numerusform>
   </translation>
  </message>
  <message>
   <source>and {n} more, which add to the number as well</source>
   <translation>und {n} weitere, die auch zur Zahl beitragen</translation>
  </message>
  <message>
   <source>and {rest} more, which add to the number as well</source>
   <translation>und {rest} weitere, die auch zur Zahl beitragen</translation>
  </message>
  <message>
   <source>another OFAuto has this workspace open</source>
   <translation>ein anderes OFAuto hat diesen Arbeitsbereich geöffnet</translation>
  </message>
  <message>
   <source>another file came back than the one that was written</source>
   <translation>es kam eine andere Datei zurück als die abgelegte</translation>
  </message>
  <message>
   <source>another program listens on this port; choose another</source>
   <translation>ein anderes Programm belegt diesen Port; wählen Sie einen anderen</translation>
  </message>
  <message>
   <source>are overdue</source>
   <translation>sind überfällig</translation>
  </message>
  <message>
   <source>are yours to put up</source>
   <translation>warten darauf, dass Sie sie einstellen</translation>
  </message>
  <message>
   <source>at most {a} files go into a post, these are {b}</source>
   <translation>höchstens {a} Dateien passen in einen Post, dies sind {b}</translation>
  </message>
  <message>
   <source>at the end of the month</source>
   <translation>am Ende des Monats</translation>
  </message>
  <message>
   <source>audience</source>
   <translation>Publikum</translation>
  </message>
  <message>
   <source>autumn, studio</source>
   <translation>Herbst, Studio</translation>
  </message>
  <message>
   <source>background-color: {danger_soft}; color: {danger}</source>
   <translation>background-color: {danger_soft}; color: {danger}</translation>
  </message>
  <message>
   <source>beach.jpg</source>
   <translation>strand.jpg</translation>
  </message>
  <message>
   <source>begun</source>
   <translation>begonnen</translation>
  </message>
  <message>
   <source>below zero</source>
   <translation>unter null</translation>
  </message>
  <message>
   <source>better than average with {sure} certainty</source>
   <translation>besser als der Durchschnitt, mit {sure} Sicherheit</translation>
  </message>
  <message>
   <source>buyer</source>
   <translation>Käufer</translation>
  </message>
  <message>
   <source>charge-backs</source>
   <translation>Rückbuchungen</translation>
  </message>
  <message>
   <source>charges</source>
   <translation>Abbuchungen</translation>
  </message>
  <message>
   <source>choose at least one account</source>
   <translation>wählen Sie mindestens ein Konto</translation>
  </message>
  <message>
   <source>choose one to {a} items</source>
   <translation>wählen Sie ein bis {a} Stücke</translation>
  </message>
  <message>
   <source>client</source>
   <translation>Kunde</translation>
  </message>
  <message>
   <source>clocks skip {a} that day in {b}; it goes out later by the gap</source>
   <translation>die Uhren überspringen {a} an diesem Tag in {b}; er erscheint um die Lücke später</translation>
  </message>
  <message>
   <source>color: {danger}; text-decoration: line-through</source>
   <translation>color: {danger}; text-decoration: line-through</translation>
  </message>
  <message>
   <source>color: {success}; text-decoration: underline</source>
   <translation>color: {success}; text-decoration: underline</translation>
  </message>
  <message>
   <source>comes out in {country}</source>
   <translation>kommt in {country} heraus</translation>
  </message>
  <message>
   <source>comparing needs the first day of a period</source>
   <translation>Vergleichen braucht den ersten Tag eines Zeitraums</translation>
  </message>
  <message>
   <source>connect an account that takes posts first</source>
   <translation>verbinden Sie zuerst ein Konto, das Beiträge nimmt</translation>
  </message>
  <message>
   <source>conversations</source>
   <translation>Unterhaltungen</translation>
  </message>
  <message>
   <source>copy</source>
   <translation>Kopie</translation>
  </message>
  <message>
   <source>customise dashboard widgets add remove</source>
   <translation>anpassen Kacheln Widgets hinzufügen entfernen</translation>
  </message>
  <message>
   <source>d MMM</source>
   <translation>d. MMM</translation>
  </message>
  <message>
   <source>d MMM yyyy</source>
   <translation>d. MMM yyyy</translation>
  </message>
  <message>
   <source>day</source>
   <translation>Tag</translation>
  </message>
  <message numerus="yes">
   <source>days</source>
   <translation>
    <numerusform>Tag</numerusform>
    <numerusform>Tage</numerusform>
   </translation>
  </message>
  <message>
   <source>ddd d</source>
   <translation>ddd d.</translation>
  </message>
  <message>
   <source>ddd d MMM yyyy</source>
   <translation>ddd d. MMM yyyy</translation>
  </message>
  <message>
   <source>ddd d MMM{year}</source>
   <translation>ddd d. MMM{year}</translation>
  </message>
  <message>
   <source>dddd d MMMM</source>
   <translation>dddd, d. MMMM</translation>
  </message>
  <message>
   <source>dddd d MMMM yyyy</source>
   <translation>dddd, d. MMMM yyyy</translation>
  </message>
  <message>
   <source>dddd d MMMM{year}</source>
   <translation>dddd, d. MMMM{year}</translation>
  </message>
  <message>
   <source>denied</source>
   <translation>verweigert</translation>
  </message>
  <message>
   <source>developers.facebook.com → your app → Instagram → API setup with Instagram login → Generate access tokens, after adding the account as a tester</source>
   <translation>developers.facebook.com → Ihre App → Instagram → API setup with Instagram login → Generate access tokens, nachdem Sie das Konto als Tester hinzugefügt haben</translation>
  </message>
  <message>
   <source>empty</source>
   <translation>leer</translation>
  </message>
  <message>
   <source>every slot of the next year is taken</source>
   <translation>jeder Termin des nächsten Jahres ist belegt</translation>
  </message>
  <message>
   <source>expires_at is a time of ISO 8601 with its offset, as 2026-12-24T18:00:00Z</source>
   <translation>expires_at ist eine Zeit nach ISO 8601 mit Abstand zu UTC, etwa 2026-12-24T18:00:00Z</translation>
  </message>
  <message>
   <source>expires_at is not an ISO 8601 time</source>
   <translation>expires_at ist keine Zeit nach ISO 8601</translation>
  </message>
  <message>
   <source>export csv accountant</source>
   <translation>Export CSV Steuerberater</translation>
  </message>
  <message>
   <source>failed</source>
   <translation>fehlgeschlagen</translation>
  </message>
  <message>
   <source>fans</source>
   <translation>Fans</translation>
  </message>
  <message>
   <source>fetched {age}</source>
   <translation>geholt {age}</translation>
  </message>
  <message>
   <source>filters are plain JSON</source>
   <translation>Filter sind schlichtes JSON</translation>
  </message>
  <message>
   <source>first</source>
   <translation>ersten</translation>
  </message>
  <message>
   <source>fixed</source>
   <translation>fest</translation>
  </message>
  <message>
   <source>folders lie {a} deep at most</source>
   <translation>Ordner liegen höchstens {a} tief</translation>
  </message>
  <message>
   <source>followers</source>
   <translation>Follower</translation>
  </message>
  <message>
   <source>for several people</source>
   <translation>für mehrere Personen</translation>
  </message>
  <message>
   <source>fourth</source>
   <translation>vierten</translation>
  </message>
  <message>
   <source>from</source>
   <translation>von</translation>
  </message>
  <message>
   <source>grey: fewer than {n} posts</source>
   <translation>grau: weniger als {n} Beiträge</translation>
  </message>
  <message>
   <source>gumroad.com → Settings → Advanced → Applications → Generate access token</source>
   <translation>gumroad.com → Settings → Advanced → Applications → Generate access token</translation>
  </message>
  <message>
   <source>gumroad.com → Settings → Advanced → Ping endpoint: enter it there, then send a test ping</source>
   <translation>gumroad.com → Settings → Advanced → Ping endpoint: dort eintragen, dann einen Test-Ping senden</translation>
  </message>
  <message>
   <source>half</source>
   <translation>halb</translation>
  </message>
  <message>
   <source>has more decimals than the currency</source>
   <translation>hat mehr Nachkommastellen als die Währung</translation>
  </message>
  <message>
   <source>how to manual</source>
   <translation>wie geht Anleitung</translation>
  </message>
  <message>
   <source>iCalendar files (*.ics)</source>
   <translation>iCalendar-Dateien (*.ics)</translation>
  </message>
  <message>
   <source>import spreadsheet</source>
   <translation>Import Tabelle</translation>
  </message>
  <message>
   <source>impressions</source>
   <translation>Einblendungen</translation>
  </message>
  <message>
   <source>in a moment</source>
   <translation>gleich</translation>
  </message>
  <message>
   <source>in {span}</source>
   <translation>in {span}</translation>
  </message>
  <message>
   <source>incomplete</source>
   <translation>unvollständig</translation>
  </message>
  <message>
   <source>is missing</source>
   <translation>fehlt</translation>
  </message>
  <message>
   <source>is no amount</source>
   <translation>ist kein Betrag</translation>
  </message>
  <message>
   <source>is no currency</source>
   <translation>ist keine Währung</translation>
  </message>
  <message>
   <source>is no date</source>
   <translation>ist kein Datum</translation>
  </message>
  <message>
   <source>is no kind that is known</source>
   <translation>ist keine bekannte Art</translation>
  </message>
  <message>
   <source>is not gross less fee</source>
   <translation>ist nicht Brutto minus Gebühr</translation>
  </message>
  <message>
   <source>is still to come</source>
   <translation>kommt erst noch</translation>
  </message>
  <message>
   <source>is too large</source>
   <translation>ist zu groß</translation>
  </message>
  <message>
   <source>is too long</source>
   <translation>ist zu lang</translation>
  </message>
  <message>
   <source>it belongs to no series</source>
   <translation>er gehört zu keiner Serie</translation>
  </message>
  <message>
   <source>it cannot be made small enough</source>
   <translation>es lässt sich nicht klein genug machen</translation>
  </message>
  <message>
   <source>it cannot be reached</source>
   <translation>er ist nicht zu erreichen</translation>
  </message>
  <message>
   <source>it cannot be read ({a})</source>
   <translation>es lässt sich nicht lesen ({a})</translation>
  </message>
  <message>
   <source>it cannot find the site's name</source>
   <translation>er findet den Namen der Website nicht</translation>
  </message>
  <message>
   <source>it changed while it was being read</source>
   <translation>es änderte sich, während es gelesen wurde</translation>
  </message>
  <message>
   <source>it comes out at another address than the one that was set</source>
   <translation>er kommt unter einer anderen Adresse heraus als der eingestellten</translation>
  </message>
  <message>
   <source>it comes out in {a} instead of {b}</source>
   <translation>er kommt in {a} statt in {b} heraus</translation>
  </message>
  <message>
   <source>it contains characters that do not belong there; copy it again</source>
   <translation>es enthält Zeichen, die nicht hineingehören; kopieren Sie es noch einmal</translation>
  </message>
  <message>
   <source>it could not be looked at afterwards</source>
   <translation>es konnte danach nicht angesehen werden</translation>
  </message>
  <message>
   <source>it could not read the request</source>
   <translation>er konnte die Anfrage nicht lesen</translation>
  </message>
  <message>
   <source>it ends before it begins</source>
   <translation>es endet, bevor es beginnt</translation>
  </message>
  <message>
   <source>it has more pixels than can be opened safely</source>
   <translation>es hat mehr Bildpunkte, als sich sicher öffnen lassen</translation>
  </message>
  <message>
   <source>it has more than {a} columns</source>
   <translation>sie hat mehr als {a} Spalten</translation>
  </message>
  <message>
   <source>it has more than {a} lines</source>
   <translation>sie hat mehr als {a} Zeilen</translation>
  </message>
  <message>
   <source>it has neither text nor media</source>
   <translation>er hat weder Text noch Medien</translation>
  </message>
  <message>
   <source>it has no account to cancel it on</source>
   <translation>er hat kein Konto, auf dem er abgesagt werden könnte</translation>
  </message>
  <message>
   <source>it has no exit in this city</source>
   <translation>er hat keinen Ausgang in dieser Stadt</translation>
  </message>
  <message>
   <source>it has no exit in this country</source>
   <translation>er hat keinen Ausgang in diesem Land</translation>
  </message>
  <message>
   <source>it has no slot of its own at that time</source>
   <translation>es hat zu dieser Zeit keinen eigenen Termin</translation>
  </message>
  <message>
   <source>it has no time to move from</source>
   <translation>er hat keine Zeit, von der er verschoben werden könnte</translation>
  </message>
  <message>
   <source>it has {a} MB; no platform takes more than {b} MB</source>
   <translation>es hat {a} MB; keine Plattform nimmt mehr als {b} MB</translation>
  </message>
  <message>
   <source>it has {a} by {b} pixels, more than can be opened safely</source>
   <translation>es hat {a} mal {b} Bildpunkte, mehr, als sich sicher öffnen lassen</translation>
  </message>
  <message>
   <source>it holds no lines below the names of its columns</source>
   <translation>sie enthält keine Zeilen unter den Namen ihrer Spalten</translation>
  </message>
  <message>
   <source>it holds no picture</source>
   <translation>es enthält kein Bild</translation>
  </message>
  <message>
   <source>it is a folder or a device, not a file</source>
   <translation>es ist ein Ordner oder ein Gerät, keine Datei</translation>
  </message>
  <message>
   <source>it is encrypted with the right key but holds another program's tables</source>
   <translation>es ist mit dem richtigen Schlüssel verschlüsselt, enthält aber Tabellen eines anderen Programms</translation>
  </message>
  <message>
   <source>it is larger than {a} MB</source>
   <translation>es ist größer als {a} MB</translation>
  </message>
  <message>
   <source>it is no CSV file</source>
   <translation>es ist keine CSV-Datei</translation>
  </message>
  <message>
   <source>it is no text</source>
   <translation>es ist kein Text</translation>
  </message>
  <message>
   <source>it is nobody's to send now: its time has not come, or it is out</source>
   <translation>niemand muss ihn jetzt abschicken: seine Zeit ist noch nicht da, oder er ist veröffentlicht</translation>
  </message>
  <message>
   <source>it is not known yet whether this message went out; look before you send it again</source>
   <translation>es ist noch nicht bekannt, ob diese Nachricht hinausging; sehen Sie nach, bevor Sie sie noch einmal senden</translation>
  </message>
  <message>
   <source>it is not missed any more</source>
   <translation>er ist nicht mehr verpasst</translation>
  </message>
  <message>
   <source>it is planned for another time</source>
   <translation>es ist für eine andere Zeit geplant</translation>
  </message>
  <message>
   <source>it lies in the site's own queue, which puts it out at its time</source>
   <translation>er liegt in der eigenen Warteschlange der Website, die ihn zu seiner Zeit veröffentlicht</translation>
  </message>
  <message>
   <source>it may be either</source>
   <translation>es kann beides sein</translation>
  </message>
  <message>
   <source>it may have been sent already</source>
   <translation>es wurde vielleicht schon gesendet</translation>
  </message>
  <message>
   <source>it may not reach this site</source>
   <translation>er darf diese Website nicht erreichen</translation>
  </message>
  <message>
   <source>it needs a text</source>
   <translation>es braucht einen Text</translation>
  </message>
  <message>
   <source>it waits for no time any more</source>
   <translation>er wartet auf keine Zeit mehr</translation>
  </message>
  <message>
   <source>it wants a user name and a password</source>
   <translation>er verlangt Benutzernamen und Passwort</translation>
  </message>
  <message>
   <source>it was changed meanwhile</source>
   <translation>es wurde inzwischen geändert</translation>
  </message>
  <message>
   <source>it was changed on the disk</source>
   <translation>sie wurde auf der Platte verändert</translation>
  </message>
  <message>
   <source>it was taken back already</source>
   <translation>es wurde schon zurückgenommen</translation>
  </message>
  <message>
   <source>its exit did not answer in time</source>
   <translation>sein Ausgang antwortete nicht rechtzeitig</translation>
  </message>
  <message>
   <source>its exit is gone</source>
   <translation>sein Ausgang ist weg</translation>
  </message>
  <message>
   <source>its exit is gone, and another one is not wanted</source>
   <translation>sein Ausgang ist weg, und ein anderer ist nicht gewünscht</translation>
  </message>
  <message>
   <source>its login does not work ({a}); the post will wait for it</source>
   <translation>die Anmeldung funktioniert nicht ({a}); der Beitrag wartet darauf</translation>
  </message>
  <message>
   <source>its picture or sound is of a kind that cannot be used</source>
   <translation>Bild oder Ton sind von einer Art, die sich nicht benutzen lässt</translation>
  </message>
  <message>
   <source>its picture or sound is of a kind that cannot be used, or the film is damaged</source>
   <translation>Bild oder Ton sind von einer Art, die sich nicht benutzen lässt, oder der Film ist beschädigt</translation>
  </message>
  <message>
   <source>its platform sends nothing that is understood</source>
   <translation>seine Plattform sendet nichts, was verstanden wird</translation>
  </message>
  <message>
   <source>its schema {a} is newer than this program's {b}</source>
   <translation>sein Schema {a} ist neuer als {b} dieses Programms</translation>
  </message>
  <message>
   <source>its session does not hold: it comes out at several addresses</source>
   <translation>seine Sitzung hält nicht: er kommt unter mehreren Adressen heraus</translation>
  </message>
  <message>
   <source>its text is another one</source>
   <translation>der Text ist ein anderer</translation>
  </message>
  <message>
   <source>its time has not come: it is {a}</source>
   <translation>seine Zeit ist nicht gekommen: Er ist {a}</translation>
  </message>
  <message>
   <source>just now</source>
   <translation>gerade eben</translation>
  </message>
  <message>
   <source>kind</source>
   <translation>Art</translation>
  </message>
  <message>
   <source>ko-fi.com/manage/webhooks, under Advanced: the Verification Token</source>
   <translation>ko-fi.com/manage/webhooks, unter Advanced: das Verification Token</translation>
  </message>
  <message>
   <source>ko-fi.com/manage/webhooks: enter it there, then press one of the test buttons</source>
   <translation>ko-fi.com/manage/webhooks: dort eintragen, dann einen der Testknöpfe drücken</translation>
  </message>
  <message>
   <source>ko-fi.com/manage/webhooks; the same page takes the address at which this program listens</source>
   <translation>ko-fi.com/manage/webhooks; dort steht auch das Feld für die Adresse, an der dieses Programm annimmt</translation>
  </message>
  <message>
   <source>last</source>
   <translation>letzten</translation>
  </message>
  <message>
   <source>last charge {day}</source>
   <translation>letzte Abbuchung {day}</translation>
  </message>
  <message>
   <source>last {day}</source>
   <translation>am letzten {day}</translation>
  </message>
  <message>
   <source>likes, comments, shares, saves</source>
   <translation>Likes, Kommentare, Weitergaben, Lesezeichen</translation>
  </message>
  <message>
   <source>line {a} cannot be used, nor can {b} others</source>
   <translation>Zeile {a} ist nicht zu gebrauchen, auch {b} andere nicht</translation>
  </message>
  <message>
   <source>line {a} of the file of rates does not begin with a day</source>
   <translation>Zeile {a} der Kursdatei beginnt nicht mit einem Tag</translation>
  </message>
  <message>
   <source>line {a} of the file of rates holds a rate that cannot be</source>
   <translation>Zeile {a} der Kursdatei enthält einen Kurs, den es nicht geben kann</translation>
  </message>
  <message>
   <source>line {a} of the file of rates holds a rate that is no number</source>
   <translation>Zeile {a} der Kursdatei enthält einen Kurs, der keine Zahl ist</translation>
  </message>
  <message>
   <source>lines of the wallet</source>
   <translation>Zeilen der Wallet</translation>
  </message>
  <message>
   <source>log in by the window; or, in your browser at fansly.com, the developer tools' request headers</source>
   <translation>Melden Sie sich im Fenster an; oder in Ihrem Browser auf fansly.com in den Anfrage-Headern der Entwicklerwerkzeuge</translation>
  </message>
  <message>
   <source>log in first, then it can be filled in</source>
   <translation>melden Sie sich zuerst an, dann kann er ausgefüllt werden</translation>
  </message>
  <message>
   <source>log in first, then they can be sent</source>
   <translation>melden Sie sich zuerst an, dann lassen sie sich senden</translation>
  </message>
  <message>
   <source>log out</source>
   <translation>abmelden</translation>
  </message>
  <message>
   <source>look-alikes {number}</source>
   <translation>Ähnliche {number}</translation>
  </message>
  <message>
   <source>made in the month</source>
   <translation>im Monat entstanden</translation>
  </message>
  <message>
   <source>made-up history</source>
   <translation>erfundene Vergangenheit</translation>
  </message>
  <message>
   <source>make it a draft</source>
   <translation>zum Entwurf machen</translation>
  </message>
  <message>
   <source>manual income sale tip</source>
   <translation>von Hand Einnahme Verkauf Trinkgeld</translation>
  </message>
  <message>
   <source>may have gone out or not</source>
   <translation>sind vielleicht erschienen, vielleicht nicht</translation>
  </message>
  <message>
   <source>media are for certain tiers or for all who follow, not both</source>
   <translation>Medien sind für bestimmte Stufen oder für alle, die folgen, nicht für beides</translation>
  </message>
  <message>
   <source>members</source>
   <translation>Mitglieder</translation>
  </message>
  <message>
   <source>messages</source>
   <translation>Nachrichten</translation>
  </message>
  <message>
   <source>messages cannot be read there</source>
   <translation>Nachrichten können dort nicht gelesen werden</translation>
  </message>
  <message>
   <source>metrics</source>
   <translation>Messwerte</translation>
  </message>
  <message>
   <source>missed their time</source>
   <translation>haben ihre Zeit verpasst</translation>
  </message>
  <message>
   <source>money</source>
   <translation>Geld</translation>
  </message>
  <message>
   <source>month</source>
   <translation>Monat</translation>
  </message>
  <message numerus="yes">
   <source>months</source>
   <translation>
    <numerusform>Monat</numerusform>
    <numerusform>Monate</numerusform>
   </translation>
  </message>
  <message>
   <source>net, of {n} who paid</source>
   <translation>netto, von {n}, die zahlten</translation>
  </message>
  <message>
   <source>never</source>
   <translation>nie</translation>
  </message>
  <message>
   <source>next post {when}</source>
   <translation>nächster Beitrag {when}</translation>
  </message>
  <message>
   <source>no Chrome, Edge or Chromium was found on this computer</source>
   <translation>auf diesem Computer wurde weder Chrome noch Edge noch Chromium gefunden</translation>
  </message>
  <message>
   <source>no Facebook page of this login has an Instagram account</source>
   <translation>keine Facebook-Seite dieser Anmeldung hat ein Instagram-Konto</translation>
  </message>
  <message>
   <source>no account</source>
   <translation>kein Konto</translation>
  </message>
  <message>
   <source>no alternative text</source>
   <translation>kein Alternativtext</translation>
  </message>
  <message>
   <source>no answer came in time</source>
   <translation>es kam nicht rechtzeitig eine Antwort</translation>
  </message>
  <message>
   <source>no bucket is set up</source>
   <translation>es ist kein Bucket eingerichtet</translation>
  </message>
  <message>
   <source>no credential is stored for this account</source>
   <translation>für dieses Konto ist keine Anmeldung gespeichert</translation>
  </message>
  <message>
   <source>no event of the answer is of the expected form</source>
   <translation>kein Ereignis der Antwort hat die erwartete Form</translation>
  </message>
  <message>
   <source>no folder</source>
   <translation>kein Ordner</translation>
  </message>
  <message>
   <source>no item of the list is of the expected form</source>
   <translation>kein Eintrag der Liste hat die erwartete Form</translation>
  </message>
  <message>
   <source>no keys</source>
   <translation>keine Tasten</translation>
  </message>
  <message>
   <source>no post of a page can be read</source>
   <translation>kein Post einer Seite kann gelesen werden</translation>
  </message>
  <message>
   <source>no posts</source>
   <translation>keine Beiträge</translation>
  </message>
  <message>
   <source>no slot of the next year is free</source>
   <translation>kein Termin des nächsten Jahres ist frei</translation>
  </message>
  <message>
   <source>no time yet</source>
   <translation>noch keine Zeit</translation>
  </message>
  <message>
   <source>nobody is chosen to write to</source>
   <translation>es ist niemand ausgewählt, an den geschrieben wird</translation>
  </message>
  <message>
   <source>nobody is logged in on the page</source>
   <translation>auf der Seite ist niemand angemeldet</translation>
  </message>
  <message>
   <source>nobody logged in within the time there was</source>
   <translation>in der Zeit, die blieb, hat sich niemand angemeldet</translation>
  </message>
  <message>
   <source>nobody sent it within the time there was</source>
   <translation>niemand hat ihn in der verfügbaren Zeit abgeschickt</translation>
  </message>
  <message>
   <source>none</source>
   <translation>keine</translation>
  </message>
  <message>
   <source>not an address</source>
   <translation>keine Adresse</translation>
  </message>
  <message>
   <source>not comparable</source>
   <translation>nicht vergleichbar</translation>
  </message>
  <message>
   <source>not known whether it went out</source>
   <translation>unbekannt, ob hinausgegangen</translation>
  </message>
  <message>
   <source>not used in these days</source>
   <translation>in diesen Tagen nicht benutzt</translation>
  </message>
  <message>
   <source>notes have at most {a} characters</source>
   <translation>Notizen haben höchstens {a} Zeichen</translation>
  </message>
  <message>
   <source>nothing can be served at {a}:{b} ({c})</source>
   <translation>unter {a}:{b} lässt sich nichts anbieten ({c})</translation>
  </message>
  <message>
   <source>nothing is planned</source>
   <translation>nichts ist geplant</translation>
  </message>
  <message>
   <source>nothing listens at the proxy's port</source>
   <translation>am Port des Proxys antwortet nichts</translation>
  </message>
  <message>
   <source>nothing read of them</source>
   <translation>von ihnen wurde nichts gelesen</translation>
  </message>
  <message>
   <source>nothing the month before</source>
   <translation>nichts im Monat davor</translation>
  </message>
  <message>
   <source>now</source>
   <translation>jetzt</translation>
  </message>
  <message>
   <source>of</source>
   <translation>von</translation>
  </message>
  <message>
   <source>of gross, in those months</source>
   <translation>vom Brutto, in jenen Monaten</translation>
  </message>
  <message>
   <source>of the followers whose group the platform tells</source>
   <translation>der Follower, deren Gruppe die Plattform nennt</translation>
  </message>
  <message>
   <source>of what recurred at the start</source>
   <translation>von dem, was am Anfang wiederkehrte</translation>
  </message>
  <message>
   <source>off</source>
   <translation>aus</translation>
  </message>
  <message>
   <source>offer code</source>
   <translation>Rabattcode</translation>
  </message>
  <message>
   <source>offer code {code}</source>
   <translation>Rabattcode {code}</translation>
  </message>
  <message>
   <source>offer codes</source>
   <translation>Rabattcodes</translation>
  </message>
  <message>
   <source>on</source>
   <translation>an</translation>
  </message>
  <message>
   <source>one account</source>
   <translation>ein Konto</translation>
  </message>
  <message>
   <source>one import</source>
   <translation>ein Einlesen</translation>
  </message>
  <message>
   <source>one of its cells is longer than {a} characters</source>
   <translation>eine ihrer Zellen ist länger als {a} Zeichen</translation>
  </message>
  <message>
   <source>one product</source>
   <translation>ein Produkt</translation>
  </message>
  <message>
   <source>only a film has a cover to choose</source>
   <translation>nur ein Film hat ein Titelbild zur Wahl</translation>
  </message>
  <message>
   <source>only a message that did not go out can be taken away here</source>
   <translation>hier lässt sich nur eine Nachricht entfernen, die nicht hinausging</translation>
  </message>
  <message>
   <source>only a planned post with one time, of no other series, can repeat</source>
   <translation>nur ein geplanter Beitrag mit einer Zeit, aus keiner anderen Serie, kann sich wiederholen</translation>
  </message>
  <message>
   <source>only still pictures can be cut and made smaller</source>
   <translation>nur stehende Bilder lassen sich zuschneiden und verkleinern</translation>
  </message>
  <message>
   <source>or</source>
   <translation>oder</translation>
  </message>
  <message>
   <source>part of this thread is out already; write a new post instead</source>
   <translation>ein Teil dieses Threads ist schon erschienen; schreiben Sie stattdessen einen neuen Beitrag</translation>
  </message>
  <message>
   <source>part {number}: {problem}</source>
   <translation>Teil {number}: {problem}</translation>
  </message>
  <message>
   <source>part {n}</source>
   <translation>Teil {n}</translation>
  </message>
  <message>
   <source>partly estimated</source>
   <translation>teils geschätzt</translation>
  </message>
  <message>
   <source>patreon.com/portal → Clients &amp; API keys → the Access Token and Refresh Token of the creator</source>
   <translation>patreon.com/portal → Clients &amp; API Keys → Access Token und Refresh Token des Creators</translation>
  </message>
  <message>
   <source>patreon.com/portal → your client → Webhooks: enter it there, then log in again here with its secret</source>
   <translation>patreon.com/portal → Ihr Client → Webhooks: dort eintragen, dann hier mit dem Geheimnis neu anmelden</translation>
  </message>
  <message>
   <source>payments</source>
   <translation>Zahlungen</translation>
  </message>
  <message>
   <source>payouts</source>
   <translation>Auszahlungen</translation>
  </message>
  <message>
   <source>payouts: {a}</source>
   <translation>Auszahlungen: {a}</translation>
  </message>
  <message>
   <source>platform</source>
   <translation>Plattform</translation>
  </message>
  <message>
   <source>port {a} is for SOCKS; use {b}</source>
   <translation>Port {a} ist für SOCKS; nehmen Sie {b}</translation>
  </message>
  <message>
   <source>portrait</source>
   <translation>Hochformat</translation>
  </message>
  <message>
   <source>post 7</source>
   <translation>Beitrag 7</translation>
  </message>
  <message>
   <source>post {a} goes out on this account at {b}, within the same hour</source>
   <translation>Beitrag {a} erscheint auf diesem Konto um {b}, innerhalb derselben Stunde</translation>
  </message>
  <message>
   <source>post {a} is not meant for that account</source>
   <translation>Beitrag {a} ist nicht für dieses Konto bestimmt</translation>
  </message>
  <message>
   <source>post {a} says nearly the same on this account on {b}</source>
   <translation>Beitrag {a} sagt am {b} auf diesem Konto fast dasselbe</translation>
  </message>
  <message>
   <source>post {a} says the same on this account on {b}</source>
   <translation>Beitrag {a} sagt am {b} auf diesem Konto dasselbe</translation>
  </message>
  <message>
   <source>post {a} shows the same picture on this account on {b}</source>
   <translation>Beitrag {a} zeigt am {b} auf diesem Konto dasselbe Bild</translation>
  </message>
  <message>
   <source>post {id}</source>
   <translation>Beitrag {id}</translation>
  </message>
  <message>
   <source>posts</source>
   <translation>Beiträge</translation>
  </message>
  <message>
   <source>posts on this account are not filled in by the program</source>
   <translation>Beiträge auf diesem Konto füllt das Programm nicht aus</translation>
  </message>
  <message>
   <source>posts on this account go out by themselves</source>
   <translation>Beiträge auf diesem Konto gehen von selbst hinaus</translation>
  </message>
  <message>
   <source>posts on {a} need nobody who looks: unattended is for others</source>
   <translation>Beiträge auf {a} brauchen niemanden, der hinsieht: unbeaufsichtigt ist für andere</translation>
  </message>
  <message>
   <source>price change promotion note chart</source>
   <translation>Preis Änderung Werbung Notiz Diagramm</translation>
  </message>
  <message>
   <source>product</source>
   <translation>Produkt</translation>
  </message>
  <message>
   <source>publishing was stopped</source>
   <translation>das Veröffentlichen wurde angehalten</translation>
  </message>
  <message>
   <source>reach</source>
   <translation>Reichweite</translation>
  </message>
  <message>
   <source>reactions to posts</source>
   <translation>Reaktionen auf Beiträge</translation>
  </message>
  <message>
   <source>refused</source>
   <translation>abgelehnt</translation>
  </message>
  <message>
   <source>right after</source>
   <translation>unmittelbar danach</translation>
  </message>
  <message>
   <source>sales</source>
   <translation>Verkäufe</translation>
  </message>
  <message>
   <source>say one of: posted with its id, not posted, send again</source>
   <translation>sagen Sie eins davon: erschienen mit Nummer, nicht erschienen, noch einmal senden</translation>
  </message>
  <message>
   <source>second</source>
   <translation>zweiten</translation>
  </message>
  <message>
   <source>several accounts have this name; use an id ({a})</source>
   <translation>mehrere Konten heißen so; nehmen Sie eine Nummer ({a})</translation>
  </message>
  <message>
   <source>small</source>
   <translation>klein</translation>
  </message>
  <message>
   <source>some of these lines are in the ledger by now; look at them again</source>
   <translation>einige dieser Zeilen sind inzwischen gebucht; sehen Sie noch einmal nach</translation>
  </message>
  <message>
   <source>something has no time</source>
   <translation>etwas hat keine Zeit</translation>
  </message>
  <message>
   <source>square</source>
   <translation>Quadrat</translation>
  </message>
  <message>
   <source>stories</source>
   <translation>Stories</translation>
  </message>
  <message>
   <source>story</source>
   <translation>Story</translation>
  </message>
  <message>
   <source>subscribers</source>
   <translation>Abonnenten</translation>
  </message>
  <message>
   <source>target aim</source>
   <translation>Ziel Vorhaben</translation>
  </message>
  <message>
   <source>that account is not there any more</source>
   <translation>dieses Konto ist nicht mehr da</translation>
  </message>
  <message>
   <source>that address is not the site's</source>
   <translation>diese Adresse gehört nicht zur Seite</translation>
  </message>
  <message>
   <source>that client is not there any more</source>
   <translation>dieser Kunde ist nicht mehr da</translation>
  </message>
  <message>
   <source>that file exists already</source>
   <translation>diese Datei gibt es schon</translation>
  </message>
  <message>
   <source>that folder is gone</source>
   <translation>dieser Ordner ist weg</translation>
  </message>
  <message>
   <source>that is beyond every calendar</source>
   <translation>das liegt jenseits jedes Kalenders</translation>
  </message>
  <message>
   <source>that is further ahead than the site's own scheduler is asked to go</source>
   <translation>das liegt weiter voraus, als der Planer der Website gefragt wird</translation>
  </message>
  <message>
   <source>that is longer than {a} characters</source>
   <translation>das ist länger als {a} Zeichen</translation>
  </message>
  <message>
   <source>that needs a window, and there is no display here</source>
   <translation>das braucht ein Fenster, und hier gibt es keine Anzeige</translation>
  </message>
  <message>
   <source>the X account has no credit left</source>
   <translation>das X-Konto hat kein Guthaben mehr</translation>
  </message>
  <message>
   <source>the X app has used up its allowance</source>
   <translation>die X-App hat ihr Kontingent aufgebraucht</translation>
  </message>
  <message>
   <source>the X app is not enrolled in a project; see its developer console</source>
   <translation>die X-App gehört zu keinem Projekt; sehen Sie in ihrer Entwicklerkonsole nach</translation>
  </message>
  <message>
   <source>the access key is one word</source>
   <translation>der Zugriffsschlüssel ist ein einziges Wort</translation>
  </message>
  <message>
   <source>the access key may not do this in the bucket</source>
   <translation>der Zugriffsschlüssel darf das im Bucket nicht</translation>
  </message>
  <message>
   <source>the access token, sealed; posts, their numbers, and followers as counts; no names of followers</source>
   <translation>das Zugriffstoken, versiegelt; Beiträge, ihre Zahlen und die Zahl der Follower; keine Namen von Followern</translation>
  </message>
  <message>
   <source>the access token, sealed; sales, refunds, payouts and subscriptions, without names or addresses of buyers</source>
   <translation>das Zugangstoken, versiegelt; Verkäufe, Erstattungen, Auszahlungen und Abos, ohne Namen oder Adressen der Käufer</translation>
  </message>
  <message>
   <source>the account's proxy cannot be read</source>
   <translation>der Proxy des Kontos lässt sich nicht lesen</translation>
  </message>
  <message>
   <source>the account's proxy cannot be used: {a}</source>
   <translation>der Proxy des Kontos lässt sich nicht benutzen: {a}</translation>
  </message>
  <message>
   <source>the address after -ip- is malformed</source>
   <translation>die Adresse nach -ip- ist fehlerhaft</translation>
  </message>
  <message>
   <source>the address to paste begins with {a}</source>
   <translation>die einzufügende Adresse beginnt mit {a}</translation>
  </message>
  <message>
   <source>the answer has no list</source>
   <translation>die Antwort enthält keine Liste</translation>
  </message>
  <message>
   <source>the answer has no sale</source>
   <translation>die Antwort enthält keinen Verkauf</translation>
  </message>
  <message>
   <source>the answer has no {a}</source>
   <translation>die Antwort hat kein {a}</translation>
  </message>
  <message>
   <source>the answer is larger than {a} MB</source>
   <translation>die Antwort ist größer als {a} MB</translation>
  </message>
  <message>
   <source>the archive of rates cannot be opened</source>
   <translation>das Archiv der Kurse lässt sich nicht öffnen</translation>
  </message>
  <message>
   <source>the archive of rates holds no single CSV file</source>
   <translation>das Archiv der Kurse enthält nicht genau eine CSV-Datei</translation>
  </message>
  <message>
   <source>the backup is damaged</source>
   <translation>die Sicherung ist beschädigt</translation>
  </message>
  <message>
   <source>the backup was written by a newer version</source>
   <translation>die Sicherung wurde von einer neueren Version geschrieben</translation>
  </message>
  <message>
   <source>the backup's header is damaged</source>
   <translation>der Kopf der Sicherung ist beschädigt</translation>
  </message>
  <message>
   <source>the bank answered with status {a}</source>
   <translation>die Bank antwortete mit dem Status {a}</translation>
  </message>
  <message>
   <source>the bank's file of rates is not where it was</source>
   <translation>die Kursdatei der Bank ist nicht, wo sie war</translation>
  </message>
  <message>
   <source>the browser does not say in which zone it counts</source>
   <translation>der Browser sagt nicht, in welcher Zeitzone er rechnet</translation>
  </message>
  <message>
   <source>the browser ended while the post was being looked at</source>
   <translation>der Browser ist geendet, während der Beitrag angesehen wurde</translation>
  </message>
  <message>
   <source>the browser is logged in as another account</source>
   <translation>der Browser ist mit einem anderen Konto angemeldet</translation>
  </message>
  <message>
   <source>the browser that is named in the settings is not there</source>
   <translation>der in den Einstellungen genannte Browser ist nicht da</translation>
  </message>
  <message>
   <source>the bucket asks to wait</source>
   <translation>der Bucket bittet zu warten</translation>
  </message>
  <message>
   <source>the bucket does not accept the secret key</source>
   <translation>der Bucket nimmt den geheimen Schlüssel nicht an</translation>
  </message>
  <message>
   <source>the bucket does not know the access key</source>
   <translation>der Bucket kennt den Zugriffsschlüssel nicht</translation>
  </message>
  <message>
   <source>the bucket lies in another region</source>
   <translation>der Bucket liegt in einer anderen Region</translation>
  </message>
  <message>
   <source>the bucket lies in another region or at another endpoint</source>
   <translation>der Bucket liegt in einer anderen Region oder an einem anderen Endpunkt</translation>
  </message>
  <message>
   <source>the bucket was given up</source>
   <translation>der Bucket wird nicht mehr verwendet</translation>
  </message>
  <message>
   <source>the bucket's name has 3 to 63 lower-case letters, digits, dots and hyphens</source>
   <translation>der Name des Buckets hat 3 bis 63 Kleinbuchstaben, Ziffern, Punkte und Bindestriche</translation>
  </message>
  <message>
   <source>the clock moved, or the computer slept, right before it was sent</source>
   <translation>die Uhr wurde verstellt, oder der Computer schlief, unmittelbar vor dem Senden</translation>
  </message>
  <message>
   <source>the connection to the site broke before it had answered</source>
   <translation>die Verbindung zur Website brach ab, bevor sie geantwortet hatte</translation>
  </message>
  <message>
   <source>the connection was broken off</source>
   <translation>die Verbindung brach ab</translation>
  </message>
  <message>
   <source>the data folder cannot be written ({a})</source>
   <translation>der Datenordner lässt sich nicht beschreiben ({a})</translation>
  </message>
  <message>
   <source>the database in the backup does not match its manifest</source>
   <translation>die Datenbank in der Sicherung passt nicht zu ihrem Verzeichnis</translation>
  </message>
  <message>
   <source>the database in the backup is not the one its manifest names</source>
   <translation>die Datenbank in der Sicherung ist nicht die, die ihr Verzeichnis nennt</translation>
  </message>
  <message>
   <source>the database is damaged ({a} pages); restore a backup</source>
   <translation>die Datenbank ist beschädigt ({a} Seiten); holen Sie eine Sicherung zurück</translation>
  </message>
  <message>
   <source>the database is damaged, or not the one of this key file</source>
   <translation>die Datenbank ist beschädigt oder gehört nicht zu dieser Schlüsseldatei</translation>
  </message>
  <message>
   <source>the delivery does not carry the page's verification token</source>
   <translation>die Sendung trägt nicht das Verification Token der Seite</translation>
  </message>
  <message>
   <source>the delivery has no field named data</source>
   <translation>die Sendung hat kein Feld namens data</translation>
  </message>
  <message>
   <source>the delivery has no verification token</source>
   <translation>die Zustellung hat kein Verification Token</translation>
  </message>
  <message>
   <source>the delivery is no form</source>
   <translation>die Sendung ist kein Formular</translation>
  </message>
  <message>
   <source>the delivery is not signed with the webhook's secret</source>
   <translation>die Sendung ist nicht mit dem Geheimnis des Webhooks unterschrieben</translation>
  </message>
  <message>
   <source>the delivery's data is not of the expected form</source>
   <translation>die Daten der Sendung haben nicht die erwartete Form</translation>
  </message>
  <message>
   <source>the dialog of dates does not say which month it shows</source>
   <translation>die Datumsauswahl sagt nicht, welchen Monat sie zeigt</translation>
  </message>
  <message>
   <source>the disk has {a} MB left and {b} MB are needed</source>
   <translation>auf der Platte sind {a} MB frei, und {b} MB werden gebraucht</translation>
  </message>
  <message>
   <source>the disk is full</source>
   <translation>die Platte ist voll</translation>
  </message>
  <message>
   <source>the endpoint is an address such as https://s3.eu-central-1.amazonaws.com</source>
   <translation>der Endpunkt ist eine Adresse wie https://s3.eu-central-1.amazonaws.com</translation>
  </message>
  <message>
   <source>the endpoint must be https: the files would travel in the clear</source>
   <translation>der Endpunkt muss https sein: Die Dateien wären unterwegs lesbar</translation>
  </message>
  <message>
   <source>the file cannot be written ({a})</source>
   <translation>die Datei lässt sich nicht schreiben ({a})</translation>
  </message>
  <message>
   <source>the file is empty</source>
   <translation>die Datei ist leer</translation>
  </message>
  <message>
   <source>the file of rates does not begin with “Date” and a currency for each column</source>
   <translation>die Kursdatei beginnt nicht mit „Date“ und einer Währung je Spalte</translation>
  </message>
  <message>
   <source>the file of rates has more than {a} lines</source>
   <translation>die Kursdatei hat mehr als {a} Zeilen</translation>
  </message>
  <message>
   <source>the file of rates is larger than {a} MB</source>
   <translation>die Kursdatei ist größer als {a} MB</translation>
  </message>
  <message>
   <source>the file of rates is no CSV file</source>
   <translation>die Kursdatei ist keine CSV-Datei</translation>
  </message>
  <message>
   <source>the file of rates is no text</source>
   <translation>die Kursdatei ist kein Text</translation>
  </message>
  <message>
   <source>the files could not be laid out ({a})</source>
   <translation>die Dateien konnten nicht bereitgelegt werden ({a})</translation>
  </message>
  <message>
   <source>the film cannot be prepared ({a})</source>
   <translation>der Film lässt sich nicht vorbereiten ({a})</translation>
  </message>
  <message>
   <source>the film has no such moment</source>
   <translation>der Film hat keinen solchen Augenblick</translation>
  </message>
  <message>
   <source>the film is cut off</source>
   <translation>der Film ist abgeschnitten</translation>
  </message>
  <message>
   <source>the film is damaged or cut off</source>
   <translation>der Film ist beschädigt oder abgeschnitten</translation>
  </message>
  <message>
   <source>the film is damaged, cut off, or of a kind that cannot be used</source>
   <translation>der Film ist beschädigt, abgeschnitten oder von einer Art, die sich nicht benutzen lässt</translation>
  </message>
  <message>
   <source>the first and the last day of a period are needed</source>
   <translation>der erste und der letzte Tag eines Zeitraums sind nötig</translation>
  </message>
  <message>
   <source>the folder is made of letters, digits, dots, hyphens and underscores, and ends with a slash</source>
   <translation>der Ordner besteht aus Buchstaben, Ziffern, Punkten, Binde- und Unterstrichen und endet mit einem Schrägstrich</translation>
  </message>
  <message>
   <source>the folder to restore into is not empty</source>
   <translation>der Ordner, in den zurückgeholt werden soll, ist nicht leer</translation>
  </message>
  <message>
   <source>the form could not be filled in ({a})</source>
   <translation>das Formular konnte nicht ausgefüllt werden ({a})</translation>
  </message>
  <message>
   <source>the form does not hold the text that was typed into it</source>
   <translation>das Formular enthält nicht den Text, der eingegeben wurde</translation>
  </message>
  <message>
   <source>the form does not show the date in a way that can be read</source>
   <translation>das Formular zeigt das Datum nicht lesbar an</translation>
  </message>
  <message>
   <source>the form shows {a} instead of {b}</source>
   <translation>das Formular zeigt {a} statt {b}</translation>
  </message>
  <message>
   <source>the form's button did not come to life in time; nothing was sent</source>
   <translation>die Schaltfläche des Formulars wurde nicht rechtzeitig aktiv; es wurde nichts gesendet</translation>
  </message>
  <message>
   <source>the gateway in front of Patreon answered 403</source>
   <translation>das Gateway vor Patreon antwortete 403</translation>
  </message>
  <message>
   <source>the goal ends before it begins</source>
   <translation>das Ziel endet, bevor es beginnt</translation>
  </message>
  <message>
   <source>the key does not fit the database</source>
   <translation>der Schlüssel passt nicht zur Datenbank</translation>
  </message>
  <message>
   <source>the key file cannot be read ({a})</source>
   <translation>die Schlüsseldatei lässt sich nicht lesen ({a})</translation>
  </message>
  <message>
   <source>the key file is damaged</source>
   <translation>die Schlüsseldatei ist beschädigt</translation>
  </message>
  <message>
   <source>the key file is missing, without which nobody can open the database</source>
   <translation>die Schlüsseldatei fehlt, ohne die niemand die Datenbank öffnen kann</translation>
  </message>
  <message>
   <source>the key file was edited, or belongs to another database</source>
   <translation>die Schlüsseldatei wurde bearbeitet oder gehört zu einer anderen Datenbank</translation>
  </message>
  <message>
   <source>the key file was written by a newer version</source>
   <translation>die Schlüsseldatei wurde von einer neueren Version geschrieben</translation>
  </message>
  <message>
   <source>the keychain did not answer</source>
   <translation>der Schlüsselbund hat nicht geantwortet</translation>
  </message>
  <message>
   <source>the keychain did not keep what was given to it</source>
   <translation>der Schlüsselbund hat nicht behalten, was ihm gegeben wurde</translation>
  </message>
  <message>
   <source>the keychain did not open</source>
   <translation>der Schlüsselbund hat sich nicht geöffnet</translation>
  </message>
  <message>
   <source>the keychain holds something else for this workspace</source>
   <translation>der Schlüsselbund enthält etwas anderes für diesen Arbeitsbereich</translation>
  </message>
  <message>
   <source>the keychain no longer holds this workspace's secret</source>
   <translation>der Schlüsselbund enthält das Geheimnis dieses Arbeitsbereichs nicht mehr</translation>
  </message>
  <message>
   <source>the last day comes before the first, or years after it</source>
   <translation>der letzte Tag liegt vor dem ersten oder Jahre dahinter</translation>
  </message>
  <message>
   <source>the library would grow beyond the limit that you have set for it</source>
   <translation>die Mediathek würde über die Grenze wachsen, die Sie ihr gesetzt haben</translation>
  </message>
  <message>
   <source>the list has more than {a} pages</source>
   <translation>die Liste hat mehr als {a} Seiten</translation>
  </message>
  <message>
   <source>the list is not in order: it may go round in circles</source>
   <translation>die Liste ist nicht geordnet: Vielleicht geht sie im Kreis</translation>
  </message>
  <message>
   <source>the list names the same page again and again</source>
   <translation>die Liste nennt immer wieder dieselbe Seite</translation>
  </message>
  <message>
   <source>the list of products goes round in circles</source>
   <translation>die Liste der Produkte geht im Kreis</translation>
  </message>
  <message>
   <source>the list of subscribers names the same page again and again</source>
   <translation>die Liste der Abonnenten nennt immer wieder dieselbe Seite</translation>
  </message>
  <message>
   <source>the list of subscribers repeats its pages</source>
   <translation>die Liste der Abonnenten wiederholt ihre Seiten</translation>
  </message>
  <message>
   <source>the login can no longer be renewed; log in again</source>
   <translation>die Anmeldung lässt sich nicht mehr erneuern; melden Sie sich neu an</translation>
  </message>
  <message>
   <source>the login could not be renewed: {a}</source>
   <translation>die Anmeldung ließ sich nicht erneuern: {a}</translation>
  </message>
  <message>
   <source>the login ends by itself and cannot be renewed without offline.access</source>
   <translation>die Anmeldung endet von selbst und kann ohne offline.access nicht erneuert werden</translation>
  </message>
  <message>
   <source>the login has ended and there is nothing to renew it with</source>
   <translation>die Anmeldung ist zu Ende, und es gibt nichts, um sie zu erneuern</translation>
  </message>
  <message>
   <source>the login in the browser was not finished within 5 minutes</source>
   <translation>die Anmeldung im Browser wurde nicht innerhalb von 5 Minuten beendet</translation>
  </message>
  <message>
   <source>the login is sent unencrypted to {a}</source>
   <translation>die Anmeldung geht unverschlüsselt an {a}</translation>
  </message>
  <message>
   <source>the login of the browser, sealed; earnings, payouts, fans by number, posts and their numbers; messages and names of who wrote them only where you choose to read them</source>
   <translation>die Anmeldung des Browsers, versiegelt; Einnahmen, Auszahlungen, Fans als Nummern, Beiträge und ihre Zahlen; Nachrichten und Namen der Schreibenden nur, wenn Sie sie lesen lassen</translation>
  </message>
  <message>
   <source>the login was cancelled</source>
   <translation>die Anmeldung wurde abgebrochen</translation>
  </message>
  <message>
   <source>the login was ended while it was being renewed</source>
   <translation>die Anmeldung wurde beendet, während sie erneuert wurde</translation>
  </message>
  <message>
   <source>the login was not granted {a}</source>
   <translation>die Anmeldung wurde nicht gewährt {a}</translation>
  </message>
  <message>
   <source>the login was not granted {a}; log in again with direct messages</source>
   <translation>der Anmeldung wurde {a} nicht gewährt; melden Sie sich noch einmal mit Direktnachrichten an</translation>
  </message>
  <message>
   <source>the media folder cannot be used ({a})</source>
   <translation>der Medienordner lässt sich nicht benutzen ({a})</translation>
  </message>
  <message>
   <source>the name of {a} has at most {b} characters</source>
   <translation>der Name von {a} hat höchstens {b} Zeichen</translation>
  </message>
  <message>
   <source>the newest {n} are shown</source>
   <translation>die neuesten {n} werden gezeigt</translation>
  </message>
  <message>
   <source>the number to reach is above 0</source>
   <translation>die zu erreichende Zahl liegt über 0</translation>
  </message>
  <message>
   <source>the offer codes of a product could not be read</source>
   <translation>die Rabattcodes eines Produkts konnten nicht gelesen werden</translation>
  </message>
  <message>
   <source>the page asked the site more than {a} times</source>
   <translation>die Seite hat ihre Schnittstelle mehr als {a}-mal gefragt</translation>
  </message>
  <message>
   <source>the page asks nobody who may see the files</source>
   <translation>die Seite fragt niemanden, wer die Dateien sehen darf</translation>
  </message>
  <message>
   <source>the page did not ask the site in time</source>
   <translation>die Seite hat ihre Schnittstelle nicht rechtzeitig gefragt</translation>
  </message>
  <message>
   <source>the page did not do what was asked ({a})</source>
   <translation>die Seite hat nicht getan, was verlangt war ({a})</translation>
  </message>
  <message>
   <source>the page did not say how it ended ({a})</source>
   <translation>die Seite hat nicht gesagt, wie es ausging ({a})</translation>
  </message>
  <message>
   <source>the page does not ask who is logged in</source>
   <translation>die Seite fragt nicht, wer angemeldet ist</translation>
  </message>
  <message>
   <source>the page does not keep “{a}” as it was set</source>
   <translation>die Seite behält „{a}“ nicht so, wie es eingestellt wurde</translation>
  </message>
  <message>
   <source>the page gave no answer that can be read</source>
   <translation>die Seite gab keine lesbare Antwort</translation>
  </message>
  <message>
   <source>the page has no such “{a}” (site data {b})</source>
   <translation>die Seite hat kein solches „{a}“ (Daten der Website {b})</translation>
  </message>
  <message>
   <source>the page has no “{a}” (site data {b})</source>
   <translation>auf der Seite fehlt „{a}“ (Seitendaten {b})</translation>
  </message>
  <message>
   <source>the page is in a time zone that nobody knows</source>
   <translation>die Seite ist in einer Zeitzone, die niemand kennt</translation>
  </message>
  <message>
   <source>the page looks logged in, but the site names nobody (site data {a})</source>
   <translation>die Seite sieht angemeldet aus, nennt aber niemanden (Seitendaten {a})</translation>
  </message>
  <message>
   <source>the page shows fewer messages than it was told of</source>
   <translation>die Seite zeigt weniger Nachrichten, als ihr gesagt wurden</translation>
  </message>
  <message>
   <source>the page shows its login; log in again</source>
   <translation>die Seite zeigt ihre Anmeldung; melden Sie sich neu an</translation>
  </message>
  <message>
   <source>the page took {a} of {b} files</source>
   <translation>die Seite nahm {a} von {b} Dateien</translation>
  </message>
  <message>
   <source>the page took “{a}” away again</source>
   <translation>die Seite hat „{a}“ wieder weggenommen</translation>
  </message>
  <message>
   <source>the page was about to send another text</source>
   <translation>die Seite wollte einen anderen Text senden</translation>
  </message>
  <message>
   <source>the page was about to send it for another time</source>
   <translation>die Seite wollte es für eine andere Zeit senden</translation>
  </message>
  <message>
   <source>the page's answer on who is logged in cannot be read</source>
   <translation>die Antwort der Seite, wer angemeldet ist, ist nicht lesbar</translation>
  </message>
  <message>
   <source>the page's answers are larger than {a} MB together</source>
   <translation>die Antworten der Seite sind zusammen größer als {a} MB</translation>
  </message>
  <message>
   <source>the part to cut out lies outside the picture</source>
   <translation>der auszuschneidende Teil liegt außerhalb des Bildes</translation>
  </message>
  <message>
   <source>the passphrase is needed</source>
   <translation>die Passphrase ist nötig</translation>
  </message>
  <message>
   <source>the passphrase is too easy to guess</source>
   <translation>die Passphrase ist zu leicht zu erraten</translation>
  </message>
  <message>
   <source>the period ends before it begins</source>
   <translation>der Zeitraum endet, bevor er beginnt</translation>
  </message>
  <message>
   <source>the picture is damaged or cut off</source>
   <translation>das Bild ist beschädigt oder abgeschnitten</translation>
  </message>
  <message>
   <source>the ping is no form</source>
   <translation>der Ping ist kein Formular</translation>
  </message>
  <message>
   <source>the ping names neither a sale nor a subscription</source>
   <translation>der Ping nennt weder einen Verkauf noch ein Abo</translation>
  </message>
  <message>
   <source>the ping says no time</source>
   <translation>der Ping nennt keine Zeit</translation>
  </message>
  <message>
   <source>the ping's price is no number of cents</source>
   <translation>der Preis des Pings ist keine Zahl von Cent</translation>
  </message>
  <message>
   <source>the platform</source>
   <translation>die Plattform</translation>
  </message>
  <message>
   <source>the platform asked to wait</source>
   <translation>die Plattform bat zu warten</translation>
  </message>
  <message>
   <source>the platform cannot be reached</source>
   <translation>die Plattform ist nicht zu erreichen</translation>
  </message>
  <message>
   <source>the post is being sent</source>
   <translation>der Beitrag wird gerade gesendet</translation>
  </message>
  <message>
   <source>the posts that Instagram takes in 24 hours are used up</source>
   <translation>die Beiträge, die Instagram in 24 Stunden annimmt, sind aufgebraucht</translation>
  </message>
  <message>
   <source>the program failed to read it</source>
   <translation>das Programm konnte sie nicht lesen</translation>
  </message>
  <message>
   <source>the provider wants a business account for this zone</source>
   <translation>der Anbieter verlangt für diese Zone ein Firmenkonto</translation>
  </message>
  <message>
   <source>the provider wants to verify your company first</source>
   <translation>der Anbieter will zuerst Ihr Unternehmen prüfen</translation>
  </message>
  <message>
   <source>the proxy account is suspended</source>
   <translation>das Konto beim Proxy-Anbieter ist gesperrt</translation>
  </message>
  <message>
   <source>the proxy cannot be reached</source>
   <translation>der Proxy ist nicht zu erreichen</translation>
  </message>
  <message>
   <source>the proxy did not open the way to the platform</source>
   <translation>der Proxy öffnete den Weg zur Plattform nicht</translation>
  </message>
  <message>
   <source>the proxy does not answer</source>
   <translation>der Proxy antwortet nicht</translation>
  </message>
  <message>
   <source>the proxy does not work: {a}</source>
   <translation>der Proxy funktioniert nicht: {a}</translation>
  </message>
  <message>
   <source>the proxy is not used: {a}</source>
   <translation>der Proxy wird nicht verwendet: {a}</translation>
  </message>
  <message>
   <source>the proxy lost the answer ({a})</source>
   <translation>der Proxy hat die Antwort verloren ({a})</translation>
  </message>
  <message>
   <source>the proxy opens encrypted connections, so it cannot be used for a login</source>
   <translation>der Proxy öffnet verschlüsselte Verbindungen und ist deshalb für eine Anmeldung nicht zu gebrauchen</translation>
  </message>
  <message>
   <source>the proxy refused: {a}</source>
   <translation>der Proxy lehnte ab: {a}</translation>
  </message>
  <message>
   <source>the proxy was not stored: {a}</source>
   <translation>der Proxy wurde nicht gespeichert: {a}</translation>
  </message>
  <message>
   <source>the proxy's host name cannot be read</source>
   <translation>der Rechnername des Proxys lässt sich nicht lesen</translation>
  </message>
  <message>
   <source>the proxy's name is not known</source>
   <translation>der Name des Proxys ist unbekannt</translation>
  </message>
  <message>
   <source>the proxy's password is missing</source>
   <translation>das Passwort des Proxys fehlt</translation>
  </message>
  <message>
   <source>the proxy's port is missing or is no number from 1 to 65535</source>
   <translation>der Port des Proxys fehlt oder ist keine Zahl von 1 bis 65535</translation>
  </message>
  <message>
   <source>the proxy's user name has a part that Bright Data does not know</source>
   <translation>der Benutzername des Proxys hat einen Teil, den Bright Data nicht kennt</translation>
  </message>
  <message>
   <source>the proxy's user name or password contains a space or a line break</source>
   <translation>Benutzername oder Passwort des Proxys enthalten ein Leerzeichen oder einen Zeilenumbruch</translation>
  </message>
  <message>
   <source>the region is a word such as eu-central-1, or auto</source>
   <translation>die Region ist ein Wort wie eu-central-1, oder auto</translation>
  </message>
  <message>
   <source>the row of the message does not say its words</source>
   <translation>die Zeile der Nachricht nennt ihre Worte nicht</translation>
  </message>
  <message>
   <source>the sale has numbers that are none</source>
   <translation>der Verkauf hat Zahlen, die keine sind</translation>
  </message>
  <message>
   <source>the sale names no product</source>
   <translation>der Verkauf nennt kein Produkt</translation>
  </message>
  <message>
   <source>the secret key is one word</source>
   <translation>der geheime Schlüssel ist ein einziges Wort</translation>
  </message>
  <message>
   <source>the series changed meanwhile; look again</source>
   <translation>die Serie hat sich inzwischen geändert; sehen Sie noch einmal nach</translation>
  </message>
  <message>
   <source>the series ends before it begins</source>
   <translation>die Serie endet, bevor sie beginnt</translation>
  </message>
  <message>
   <source>the session, sealed; what the wallet tells, subscribers by number, posts, and messages where you turn them on</source>
   <translation>die Sitzung, versiegelt; was die Wallet sagt, Abonnenten nach Nummer, Posts und Nachrichten, wo Sie sie einschalten</translation>
  </message>
  <message>
   <source>the site accepted that it is taken back, but still lists it as sent</source>
   <translation>die Website nahm an, dass sie zurückgenommen wird, führt sie aber weiter als gesendet</translation>
  </message>
  <message>
   <source>the site asked once more, and took that away again</source>
   <translation>die Website hat noch einmal nachgefragt und das wieder weggenommen</translation>
  </message>
  <message>
   <source>the site asks for your age; log in by the window, where you can answer</source>
   <translation>die Website fragt nach dem Alter; melden Sie sich im Fenster an, dort können Sie antworten</translation>
  </message>
  <message>
   <source>the site cannot be reached ({a})</source>
   <translation>die Seite ist nicht erreichbar ({a})</translation>
  </message>
  <message>
   <source>the site did not answer it in time</source>
   <translation>die Website antwortete ihm nicht rechtzeitig</translation>
  </message>
  <message>
   <source>the site does not list it yet</source>
   <translation>die Website führt es noch nicht auf</translation>
  </message>
  <message>
   <source>the site has no list of that name, or several: {a}</source>
   <translation>die Website hat keine Liste dieses Namens oder mehrere: {a}</translation>
  </message>
  <message>
   <source>the site keeps more than {a} MB in the browser</source>
   <translation>die Seite legt mehr als {a} MB im Browser ab</translation>
  </message>
  <message>
   <source>the site lists no message to many of that id</source>
   <translation>die Website führt keine Nachricht an viele mit dieser Kennung</translation>
  </message>
  <message>
   <source>the site refuses this network (Cloudflare); the login is not to blame</source>
   <translation>die Website weist dieses Netz ab (Cloudflare); an der Anmeldung liegt es nicht</translation>
  </message>
  <message>
   <source>the site takes this message back no more</source>
   <translation>die Website nimmt diese Nachricht nicht mehr zurück</translation>
  </message>
  <message>
   <source>the site's answer was lost ({a})</source>
   <translation>die Antwort der Seite ging verloren ({a})</translation>
  </message>
  <message>
   <source>the site's data do not say how a message is answered</source>
   <translation>die Daten der Website sagen nicht, wie eine Nachricht beantwortet wird</translation>
  </message>
  <message>
   <source>the site's data do not say how a post is answered</source>
   <translation>die Daten der Website sagen nicht, wie ein Beitrag beantwortet wird</translation>
  </message>
  <message>
   <source>the site's data do not say how it is answered that a message is taken back</source>
   <translation>die Daten der Website sagen nicht, wie beantwortet wird, dass eine Nachricht zurückgenommen wird</translation>
  </message>
  <message>
   <source>the site's field takes {a} characters, the text has {b}</source>
   <translation>das Feld der Website nimmt {a} Zeichen, der Text hat {b}</translation>
  </message>
  <message>
   <source>the site's own scheduler does not offer that {a}</source>
   <translation>der Planer der Website bietet das nicht an: {a}</translation>
  </message>
  <message>
   <source>the site's own scheduler offers no day of that month</source>
   <translation>der Planer der Website bietet keinen Tag dieses Monats an</translation>
  </message>
  <message>
   <source>the site's share of an amount is no share</source>
   <translation>der Anteil der Website an einem Betrag ist kein Anteil</translation>
  </message>
  <message>
   <source>the stored bucket cannot be read</source>
   <translation>der gespeicherte Bucket ist nicht lesbar</translation>
  </message>
  <message>
   <source>the text holds a character that X refuses</source>
   <translation>der Text enthält ein Zeichen, das X ablehnt</translation>
  </message>
  <message>
   <source>the text is {a} over Fansly's limit of {b}</source>
   <translation>der Text liegt {a} über der Grenze von Fansly ({b})</translation>
  </message>
  <message>
   <source>the text is {a} over Instagram's limit of {b}</source>
   <translation>der Text ist {a} über Instagrams Grenze von {b}</translation>
  </message>
  <message>
   <source>the text is {a} over OnlyFans' limit of {b}</source>
   <translation>der Text liegt {a} über der Grenze von OnlyFans, {b}</translation>
  </message>
  <message>
   <source>the text is {a} over X's limit of {b}</source>
   <translation>der Text liegt {a} über der Grenze von X ({b})</translation>
  </message>
  <message>
   <source>the time for Fansly's scheduler has passed</source>
   <translation>die Zeit für den Planer von Fansly ist vorbei</translation>
  </message>
  <message>
   <source>the tokens, sealed; members by number, their tiers, charges and declines, and posts; no names or addresses</source>
   <translation>die Tokens, versiegelt; Mitglieder nach Nummer, ihre Stufen, Zahlungen und Ablehnungen sowie Beiträge; keine Namen oder Adressen</translation>
  </message>
  <message>
   <source>the verification token, sealed; payments with the supporter's name and no address</source>
   <translation>das Verification Token, versiegelt; Zahlungen mit dem Namen des Unterstützers und ohne Adresse</translation>
  </message>
  <message>
   <source>the wallet does not come to an end</source>
   <translation>die Wallet kommt an kein Ende</translation>
  </message>
  <message>
   <source>the wallet tells the same page again, or none that can be read</source>
   <translation>die Wallet nennt dieselbe Seite noch einmal, oder keine, die gelesen werden kann</translation>
  </message>
  <message>
   <source>the window was closed before anybody had logged in</source>
   <translation>das Fenster wurde geschlossen, bevor sich jemand angemeldet hatte</translation>
  </message>
  <message>
   <source>the window was closed before it was sent</source>
   <translation>das Fenster wurde geschlossen, bevor etwas abgeschickt war</translation>
  </message>
  <message>
   <source>the window was closed before the site had answered</source>
   <translation>das Fenster wurde geschlossen, bevor die Seite geantwortet hatte</translation>
  </message>
  <message>
   <source>the zone's usage limit is reached</source>
   <translation>das Verbrauchslimit der Zone ist erreicht</translation>
  </message>
  <message>
   <source>there is a client of this name already</source>
   <translation>einen Kunden dieses Namens gibt es schon</translation>
  </message>
  <message>
   <source>there is a folder of that name here already</source>
   <translation>einen Ordner dieses Namens gibt es hier schon</translation>
  </message>
  <message>
   <source>there is a queue of this name already</source>
   <translation>eine Warteschlange dieses Namens gibt es schon</translation>
  </message>
  <message>
   <source>there is a set of this name already</source>
   <translation>eine Zusammenstellung dieses Namens gibt es schon</translation>
  </message>
  <message>
   <source>there is a text for account {a}, which the post is not meant for</source>
   <translation>es gibt einen Text für Konto {a}, für das der Beitrag nicht bestimmt ist</translation>
  </message>
  <message>
   <source>there is a text of this kind and name already</source>
   <translation>einen Text dieser Art und dieses Namens gibt es schon</translation>
  </message>
  <message>
   <source>there is a view of this name already</source>
   <translation>eine Ansicht dieses Namens gibt es schon</translation>
  </message>
  <message>
   <source>there is a workspace in this folder already</source>
   <translation>in diesem Ordner gibt es schon einen Arbeitsbereich</translation>
  </message>
  <message>
   <source>there is an account of this name already</source>
   <translation>ein Konto dieses Namens gibt es schon</translation>
  </message>
  <message>
   <source>there is no access token</source>
   <translation>es gibt kein Zugangstoken</translation>
  </message>
  <message>
   <source>there is no account of this name</source>
   <translation>ein Konto dieses Namens gibt es nicht</translation>
  </message>
  <message>
   <source>there is no account {a}</source>
   <translation>ein Konto {a} gibt es nicht</translation>
  </message>
  <message>
   <source>there is no bucket of this name</source>
   <translation>es gibt keinen Bucket dieses Namens</translation>
  </message>
  <message>
   <source>there is no client of this name</source>
   <translation>einen Kunden dieses Namens gibt es nicht</translation>
  </message>
  <message>
   <source>there is no client {a}</source>
   <translation>einen Kunden {a} gibt es nicht</translation>
  </message>
  <message>
   <source>there is no folder of that name</source>
   <translation>einen Ordner dieses Namens gibt es nicht</translation>
  </message>
  <message>
   <source>there is no goal {a}</source>
   <translation>ein Ziel {a} gibt es nicht</translation>
  </message>
  <message>
   <source>there is no import {a}</source>
   <translation>ein Einlesen {a} gibt es nicht</translation>
  </message>
  <message>
   <source>there is no kept text {a}</source>
   <translation>einen aufbewahrten Text {a} gibt es nicht</translation>
  </message>
  <message>
   <source>there is no login for this account; log in again</source>
   <translation>für dieses Konto gibt es keine Anmeldung; melden Sie sich neu an</translation>
  </message>
  <message>
   <source>there is no mark {a}</source>
   <translation>eine Markierung {a} gibt es nicht</translation>
  </message>
  <message>
   <source>there is no media item {a}</source>
   <translation>ein Medium {a} gibt es nicht</translation>
  </message>
  <message>
   <source>there is no media item {a} in the library</source>
   <translation>ein Medium {a} gibt es in der Mediathek nicht</translation>
  </message>
  <message>
   <source>there is no post {a}</source>
   <translation>einen Beitrag {a} gibt es nicht</translation>
  </message>
  <message>
   <source>there is no preview of it</source>
   <translation>es gibt keine Vorschau davon</translation>
  </message>
  <message>
   <source>there is no queue {a}</source>
   <translation>eine Warteschlange {a} gibt es nicht</translation>
  </message>
  <message>
   <source>there is no saved login in a browser; log in again</source>
   <translation>es gibt keine gespeicherte Anmeldung in einem Browser; melden Sie sich neu an</translation>
  </message>
  <message>
   <source>there is no saved view {a}</source>
   <translation>eine gespeicherte Ansicht {a} gibt es nicht</translation>
  </message>
  <message>
   <source>there is no series {a}</source>
   <translation>eine Serie {a} gibt es nicht</translation>
  </message>
  <message>
   <source>there is no session of Fansly in this login; log in again</source>
   <translation>in dieser Anmeldung ist keine Sitzung von Fansly; melden Sie sich neu an</translation>
  </message>
  <message>
   <source>there is no set of this name</source>
   <translation>eine Zusammenstellung dieses Namens gibt es nicht</translation>
  </message>
  <message>
   <source>there is no set {a}</source>
   <translation>eine Zusammenstellung {a} gibt es nicht</translation>
  </message>
  <message>
   <source>there is no such conversation</source>
   <translation>diese Unterhaltung gibt es nicht</translation>
  </message>
  <message>
   <source>there is no such file</source>
   <translation>eine solche Datei gibt es nicht</translation>
  </message>
  <message>
   <source>there is no such message</source>
   <translation>diese Nachricht gibt es nicht</translation>
  </message>
  <message>
   <source>there is no such number to reach</source>
   <translation>eine solche Zahl lässt sich nicht erreichen</translation>
  </message>
  <message>
   <source>there is no text and no media</source>
   <translation>es gibt weder Text noch Medien</translation>
  </message>
  <message>
   <source>there is no workspace here yet</source>
   <translation>hier gibt es noch keinen Arbeitsbereich</translation>
  </message>
  <message>
   <source>there is nothing here</source>
   <translation>hier ist nichts</translation>
  </message>
  <message>
   <source>there is nothing to enter again</source>
   <translation>es gibt nichts wieder einzutragen</translation>
  </message>
  <message>
   <source>there is nothing to send</source>
   <translation>es gibt nichts zu senden</translation>
  </message>
  <message>
   <source>these filters are too long to keep</source>
   <translation>diese Filter sind zu lang zum Behalten</translation>
  </message>
  <message>
   <source>third</source>
   <translation>dritten</translation>
  </message>
  <message>
   <source>this</source>
   <translation>das</translation>
  </message>
  <message>
   <source>this account has no proxy</source>
   <translation>dieses Konto hat keinen Proxy</translation>
  </message>
  <message>
   <source>this account of the platform is connected already</source>
   <translation>dieses Konto der Plattform ist schon verbunden</translation>
  </message>
  <message>
   <source>this address belongs to another login, or was used already</source>
   <translation>diese Adresse gehört zu einer anderen Anmeldung oder wurde schon benutzt</translation>
  </message>
  <message>
   <source>this address does not belong to the zone</source>
   <translation>diese Adresse gehört nicht zur Zone</translation>
  </message>
  <message>
   <source>this cannot be asked for at a login there</source>
   <translation>danach kann dort bei einer Anmeldung nicht gefragt werden</translation>
  </message>
  <message>
   <source>this computer has no keychain</source>
   <translation>dieser Rechner hat keinen Schlüsselbund</translation>
  </message>
  <message>
   <source>this computer has no keychain that keeps secrets</source>
   <translation>dieser Rechner hat keinen Schlüsselbund, der Geheimnisse behält</translation>
  </message>
  <message>
   <source>this computer has no network</source>
   <translation>dieser Computer hat kein Netz</translation>
  </message>
  <message>
   <source>this computer's address is blocked for the zone; add it to the zone's list</source>
   <translation>die Adresse dieses Computers ist für die Zone gesperrt; nehmen Sie sie in die Liste der Zone auf</translation>
  </message>
  <message>
   <source>this computer's address is not on the zone's list</source>
   <translation>die Adresse dieses Computers steht nicht auf der Liste der Zone</translation>
  </message>
  <message>
   <source>this computer's clock is too far from the bucket's</source>
   <translation>die Uhr dieses Computers weicht zu weit von der des Buckets ab</translation>
  </message>
  <message>
   <source>this computer's keychain is another one than before</source>
   <translation>der Schlüsselbund dieses Rechners ist ein anderer als vorher</translation>
  </message>
  <message>
   <source>this conversation cannot be answered from here</source>
   <translation>diese Unterhaltung lässt sich von hier nicht beantworten</translation>
  </message>
  <message>
   <source>this is no currency of ISO 4217</source>
   <translation>das ist keine Währung nach ISO 4217</translation>
  </message>
  <message>
   <source>this is no verification token; copy it from ko-fi.com/manage/webhooks, under Advanced</source>
   <translation>das ist kein Verification Token; kopieren Sie es von ko-fi.com/manage/webhooks, unter Advanced</translation>
  </message>
  <message>
   <source>this is not a backup of OFAuto</source>
   <translation>das ist keine Sicherung von OFAuto</translation>
  </message>
  <message>
   <source>this line is no longer in the ledger</source>
   <translation>diese Zeile ist nicht mehr gebucht</translation>
  </message>
  <message>
   <source>this login belongs to {a}, not to {b}</source>
   <translation>diese Anmeldung gehört {a}, nicht {b}</translation>
  </message>
  <message>
   <source>this login has no creator page at Patreon; log in as the creator</source>
   <translation>diese Anmeldung hat bei Patreon keine Creator-Seite; melden Sie sich als Creator an</translation>
  </message>
  <message>
   <source>this marker is no longer there</source>
   <translation>diese Marke ist nicht mehr da</translation>
  </message>
  <message>
   <source>this month has not begun</source>
   <translation>dieser Monat hat noch nicht begonnen</translation>
  </message>
  <message>
   <source>this page is closed to zones without verification</source>
   <translation>diese Seite ist für Zonen ohne Prüfung geschlossen</translation>
  </message>
  <message>
   <source>this page keeps no views</source>
   <translation>diese Seite behält keine Ansichten</translation>
  </message>
  <message>
   <source>this platform gives nothing to read</source>
   <translation>diese Plattform gibt nichts zu lesen</translation>
  </message>
  <message>
   <source>this platform sends no message to many from this program</source>
   <translation>auf dieser Plattform sendet das Programm keine Nachricht an viele</translation>
  </message>
  <message>
   <source>this platform takes no messages from this program</source>
   <translation>diese Plattform nimmt von diesem Programm keine Nachrichten</translation>
  </message>
  <message>
   <source>this program answers no posts on Fansly</source>
   <translation>dieses Programm antwortet auf Fansly nicht auf Posts</translation>
  </message>
  <message>
   <source>this proxy holds no session that could be changed</source>
   <translation>dieser Proxy hält keine Sitzung, die sich wechseln ließe</translation>
  </message>
  <message>
   <source>this reminder is gone</source>
   <translation>diese Erinnerung ist weg</translation>
  </message>
  <message>
   <source>this sale has no licence</source>
   <translation>dieser Verkauf hat keine Lizenz</translation>
  </message>
  <message>
   <source>this session is of another account of Fansly</source>
   <translation>diese Sitzung gehört zu einem anderen Konto von Fansly</translation>
  </message>
  <message>
   <source>this site is blocked in the exit's country</source>
   <translation>diese Website ist im Land des Ausgangs gesperrt</translation>
  </message>
  <message>
   <source>this site is not on the zone's list of allowed ones</source>
   <translation>diese Website steht nicht auf der Liste der erlaubten der Zone</translation>
  </message>
  <message>
   <source>this site is on the zone's list of blocked ones</source>
   <translation>diese Website steht auf der Liste der gesperrten der Zone</translation>
  </message>
  <message>
   <source>this time has passed</source>
   <translation>diese Zeit ist vorbei</translation>
  </message>
  <message>
   <source>this time is still to come</source>
   <translation>diese Zeit kommt erst noch</translation>
  </message>
  <message>
   <source>this view was stored in a form that is not known here</source>
   <translation>diese Ansicht wurde in einer Form gespeichert, die hier niemand kennt</translation>
  </message>
  <message>
   <source>this zone does not exist or is switched off</source>
   <translation>diese Zone gibt es nicht, oder sie ist abgeschaltet</translation>
  </message>
  <message>
   <source>this zone is of another product</source>
   <translation>diese Zone gehört zu einem anderen Produkt</translation>
  </message>
  <message>
   <source>this zone may not post until the provider has verified your company</source>
   <translation>diese Zone darf nichts senden, bis der Anbieter Ihr Unternehmen geprüft hat</translation>
  </message>
  <message>
   <source>to</source>
   <translation>bis</translation>
  </message>
  <message>
   <source>too few people saw it; Instagram tells no numbers</source>
   <translation>zu wenige haben es gesehen; Instagram nennt keine Zahlen</translation>
  </message>
  <message>
   <source>too few posts to tell</source>
   <translation>zu wenige Beiträge, um es zu sagen</translation>
  </message>
  <message>
   <source>too few to tell</source>
   <translation>zu wenige, um es zu sagen</translation>
  </message>
  <message>
   <source>too many requests</source>
   <translation>zu viele Anfragen</translation>
  </message>
  <message>
   <source>unknown</source>
   <translation>unbekannt</translation>
  </message>
  <message>
   <source>until</source>
   <translation>bis</translation>
  </message>
  <message>
   <source>used {uses}</source>
   <translation>benutzt: {uses}</translation>
  </message>
  <message>
   <source>vs a year before</source>
   <translation>ggü. einem Jahr davor</translation>
  </message>
  <message>
   <source>vs period before</source>
   <translation>ggü. dem Zeitraum davor</translation>
  </message>
  <message>
   <source>vs same weekdays</source>
   <translation>ggü. denselben Wochentagen</translation>
  </message>
  <message>
   <source>was worth</source>
   <translation>war wert</translation>
  </message>
  <message>
   <source>we hung up before it answered</source>
   <translation>wir legten auf, bevor er antwortete</translation>
  </message>
  <message>
   <source>week</source>
   <translation>Woche</translation>
  </message>
  <message>
   <source>weekdays</source>
   <translation>an Werktagen</translation>
  </message>
  <message>
   <source>weekends</source>
   <translation>am Wochenende</translation>
  </message>
  <message numerus="yes">
   <source>weeks</source>
   <translation>
    <numerusform>Woche</numerusform>
    <numerusform>Wochen</numerusform>
   </translation>
  </message>
  <message>
   <source>what comes back is not signed by the site: this zone opens what is sent through it</source>
   <translation>was zurückkommt, ist nicht von der Website signiert: diese Zone öffnet, was durch sie gesendet wird</translation>
  </message>
  <message>
   <source>what follows -{a}- in the proxy's user name cannot be read</source>
   <translation>was im Benutzernamen des Proxys auf -{a}- folgt, lässt sich nicht lesen</translation>
  </message>
  <message>
   <source>what waits in the queue has no date</source>
   <translation>was in der Warteschlange steht, hat kein Datum</translation>
  </message>
  <message>
   <source>what was prepared at Instagram is gone</source>
   <translation>was bei Instagram vorbereitet war, ist nicht mehr da</translation>
  </message>
  <message>
   <source>what was typed</source>
   <translation>was eingegeben wurde</translation>
  </message>
  <message>
   <source>where it comes out could not be learnt</source>
   <translation>wo er herauskommt, ließ sich nicht feststellen</translation>
  </message>
  <message>
   <source>whole width</source>
   <translation>volle Breite</translation>
  </message>
  <message>
   <source>wide</source>
   <translation>breit</translation>
  </message>
  <message>
   <source>without end</source>
   <translation>ohne Ende</translation>
  </message>
  <message>
   <source>wrong user name or password</source>
   <translation>falscher Benutzername oder falsches Passwort</translation>
  </message>
  <message>
   <source>your role does not permit that</source>
   <translation>Ihre Rolle erlaubt das nicht</translation>
  </message>
  <message>
   <source>{account} answered in a form that we do not know</source>
   <translation>{account} antwortete in einer Form, die wir nicht kennen</translation>
  </message>
  <message>
   <source>{account} asks us to wait</source>
   <translation>{account} bittet uns zu warten</translation>
  </message>
  <message>
   <source>{account} cannot do that</source>
   <translation>{account} kann das nicht</translation>
  </message>
  <message>
   <source>{account} has a problem of its own</source>
   <translation>{account} hat ein eigenes Problem</translation>
  </message>
  <message>
   <source>{account} has no credit left</source>
   <translation>{account} hat kein Guthaben mehr</translation>
  </message>
  <message>
   <source>{account} is not let in from this network</source>
   <translation>{account} wird aus diesem Netz nicht eingelassen</translation>
  </message>
  <message>
   <source>{account} needs a new login</source>
   <translation>{account} braucht eine neue Anmeldung</translation>
  </message>
  <message>
   <source>{account} refused</source>
   <translation>{account} lehnte ab</translation>
  </message>
  <message>
   <source>{account} refused {item}</source>
   <translation>{account} lehnte {item} ab</translation>
  </message>
  <message>
   <source>{account} says that it has {item} already</source>
   <translation>{account} sagt, es habe {item} schon</translation>
  </message>
  <message>
   <source>{account} wants to know that it is you</source>
   <translation>{account} will wissen, dass Sie es sind</translation>
  </message>
  <message>
   <source>{account} was not reached</source>
   <translation>{account} war nicht zu erreichen</translation>
  </message>
  <message>
   <source>{account} · differs</source>
   <translation>{account} · weicht ab</translation>
  </message>
  <message>
   <source>{account}, {when}</source>
   <translation>{account}, {when}</translation>
  </message>
  <message>
   <source>{account}: {reason}</source>
   <translation>{account}: {reason}</translation>
  </message>
  <message>
   <source>{active} active · {new} new · {gone} churned</source>
   <translation>{active} aktiv · {new} neu · {gone} abgewandert</translation>
  </message>
  <message>
   <source>{act} (Ctrl+Enter)</source>
   <translation>{act} (Strg+Eingabe)</translation>
  </message>
  <message>
   <source>{age}, from {source}</source>
   <translation>{age}, von {source}</translation>
  </message>
  <message>
   <source>{ago} · new</source>
   <translation>{ago} · neu</translation>
  </message>
  <message>
   <source>{amount} at the start</source>
   <translation>{amount} am Anfang</translation>
  </message>
  <message>
   <source>{amount} earned in all</source>
   <translation>{amount} insgesamt verdient</translation>
  </message>
  <message>
   <source>{amount} not explained</source>
   <translation>{amount} unerklärt</translation>
  </message>
  <message>
   <source>{amount} of it charged back</source>
   <translation>{amount} davon zurückgebucht</translation>
  </message>
  <message>
   <source>{at} of {length}</source>
   <translation>{at} von {length}</translation>
  </message>
  <message>
   <source>{a} (site data {b})</source>
   <translation>{a} (Daten der Website {b})</translation>
  </message>
  <message>
   <source>{a} ({b}) is in the past</source>
   <translation>{a} ({b}) liegt in der Vergangenheit</translation>
  </message>
  <message>
   <source>{a} cannot be read ({b})</source>
   <translation>{a} lässt sich nicht lesen ({b})</translation>
  </message>
  <message>
   <source>{a} cannot be read or written ({b})</source>
   <translation>{a} lässt sich nicht lesen oder schreiben ({b})</translation>
  </message>
  <message>
   <source>{a} cannot be written ({b})</source>
   <translation>{a} lässt sich nicht schreiben ({b})</translation>
  </message>
  <message>
   <source>{a} comes twice that day in {b}; the first counts</source>
   <translation>{a} kommt an diesem Tag in {b} zweimal vor; das erste Mal zählt</translation>
  </message>
  <message>
   <source>{a} does not list its posts</source>
   <translation>{a} listet seine Beiträge nicht</translation>
  </message>
  <message>
   <source>{a} does not start on this computer</source>
   <translation>{a} startet auf diesem Computer nicht</translation>
  </message>
  <message>
   <source>{a} has no endpoint of this name (known: {b})</source>
   <translation>{a} hat keinen Endpunkt dieses Namens (bekannt: {b})</translation>
  </message>
  <message>
   <source>{a} has no form that could be filled in</source>
   <translation>{a} hat kein Formular, das ausgefüllt werden könnte</translation>
  </message>
  <message>
   <source>{a} has no licences</source>
   <translation>{a} hat keine Lizenzen</translation>
  </message>
  <message>
   <source>{a} has no threads</source>
   <translation>{a} hat keine Threads</translation>
  </message>
  <message>
   <source>{a} has {b} {c}, which are kept; archive it instead</source>
   <translation>{a} hat {b} {c}, die bleiben; archivieren Sie ihn stattdessen</translation>
  </message>
  <message>
   <source>{a} is missing. {b}.</source>
   <translation>{a} fehlt. {b}.</translation>
  </message>
  <message>
   <source>{a} is missing: the app that you registered at the platform</source>
   <translation>{a} fehlt: von der App, die Sie bei der Plattform angemeldet haben</translation>
  </message>
  <message>
   <source>{a} is not an ISO 8601 time</source>
   <translation>{a} ist keine Zeit nach ISO 8601</translation>
  </message>
  <message>
   <source>{a} is out of range</source>
   <translation>{a} liegt außerhalb des Möglichen</translation>
  </message>
  <message>
   <source>{a} is too large to be handed to the browser without a readable copy</source>
   <translation>{a} ist zu groß, um dem Browser ohne lesbare Kopie übergeben zu werden</translation>
  </message>
  <message>
   <source>{a} knows no setting {b}</source>
   <translation>{a} kennt keine Einstellung {b}</translation>
  </message>
  <message>
   <source>{a} knows no such field (known: {b})</source>
   <translation>{a} kennt kein solches Feld (bekannt: {b})</translation>
  </message>
  <message>
   <source>{a} messages could not be read</source>
   <translation>{a} Nachrichten ließen sich nicht lesen</translation>
  </message>
  <message>
   <source>{a} needs a name</source>
   <translation>{a} braucht einen Namen</translation>
  </message>
  <message>
   <source>{a} of the {b} posts of this month are read</source>
   <translation>{a} der {b} Beiträge dieses Monats sind gelesen</translation>
  </message>
  <message>
   <source>{a} offers no login in a window</source>
   <translation>{a} bietet keine Anmeldung in einem Fenster</translation>
  </message>
  <message>
   <source>{a} offers no login through the browser</source>
   <translation>{a} bietet keine Anmeldung über den Browser</translation>
  </message>
  <message>
   <source>{a} posts could not be read</source>
   <translation>{a} Beiträge konnten nicht gelesen werden</translation>
  </message>
  <message>
   <source>{a} products could not be read</source>
   <translation>{a} Produkte ließen sich nicht lesen</translation>
  </message>
  <message>
   <source>{a} scheduled posts could not be read</source>
   <translation>{a} geplante Posts konnten nicht gelesen werden</translation>
  </message>
  <message>
   <source>{a} takes no pictures</source>
   <translation>{a} nimmt keine Bilder</translation>
  </message>
  <message>
   <source>{a} takes no posts</source>
   <translation>{a} nimmt keine Beiträge</translation>
  </message>
  <message>
   <source>{a} takes no replies from here</source>
   <translation>{a} nimmt von hier keine Antworten an</translation>
  </message>
  <message>
   <source>{a} tells no comments</source>
   <translation>{a} nennt keine Kommentare</translation>
  </message>
  <message>
   <source>{a} {b} could not be read</source>
   <translation>{a} {b} konnten nicht gelesen werden</translation>
  </message>
  <message>
   <source>{a}: Instagram does not take {b}</source>
   <translation>{a}: Instagram nimmt {b} nicht</translation>
  </message>
  <message>
   <source>{a}: Instagram takes films from {b} to {c} seconds here</source>
   <translation>{a}: Instagram nimmt hier Filme von {b} bis {c} Sekunden</translation>
  </message>
  <message>
   <source>{a}: Instagram takes no GIF</source>
   <translation>{a}: Instagram nimmt kein GIF</translation>
  </message>
  <message>
   <source>{a}: Instagram takes pictures from 4:5 to 1.91:1; cut it for Instagram in the library</source>
   <translation>{a}: Instagram nimmt Bilder von 4:5 bis 1,91:1; schneiden Sie es in der Bibliothek für Instagram zu</translation>
  </message>
  <message>
   <source>{a}: OnlyFans does not take {b}</source>
   <translation>{a}: OnlyFans nimmt {b} nicht an</translation>
  </message>
  <message>
   <source>{a}: a film may be {b} pixels wide on Instagram</source>
   <translation>{a}: ein Film darf auf Instagram {b} Pixel breit sein</translation>
  </message>
  <message>
   <source>{a}: it goes out smaller, as Instagram takes {b} MB; the original stays as it is</source>
   <translation>{a}: es geht verkleinert hinaus, da Instagram {b} MB nimmt; das Original bleibt, wie es ist</translation>
  </message>
  <message>
   <source>{a}: it goes out to Instagram as JPEG; the original stays as it is</source>
   <translation>{a}: es geht als JPEG an Instagram; das Original bleibt, wie es ist</translation>
  </message>
  <message>
   <source>{a}: it has {b} MB, Instagram takes {c} MB</source>
   <translation>{a}: es hat {b} MB, Instagram nimmt {c} MB</translation>
  </message>
  <message>
   <source>{a}: it is {b} pixels wide, Instagram wants {c} at least</source>
   <translation>{a}: es ist {b} Pixel breit, Instagram verlangt mindestens {c}</translation>
  </message>
  <message>
   <source>{a}: the file is empty</source>
   <translation>{a}: Die Datei ist leer</translation>
  </message>
  <message>
   <source>{a}: the page has no tier {b} any more</source>
   <translation>{a}: die Seite hat keine Stufe {b} mehr</translation>
  </message>
  <message>
   <source>{a}: {b} is none of {c}</source>
   <translation>{a}: {b} ist nichts von {c}</translation>
  </message>
  <message>
   <source>{a}; nothing was sent</source>
   <translation>{a}; nichts wurde gesendet</translation>
  </message>
  <message>
   <source>{a}{b} {c} to go out with {d}</source>
   <translation>{a}{b} {c} soll mit {d} erscheinen</translation>
  </message>
  <message>
   <source>{bucket} at {address}.</source>
   <translation>{bucket} an {address}.</translation>
  </message>
  <message>
   <source>{change} in the month</source>
   <translation>{change} im Monat</translation>
  </message>
  <message>
   <source>{change} on the days before</source>
   <translation>{change} gegenüber den Tagen davor</translation>
  </message>
  <message>
   <source>{change}, {before} the month before</source>
   <translation>{change}, {before} im Monat davor</translation>
  </message>
  <message>
   <source>{client}, {month}. Made {when}, {place} time.</source>
   <translation>{client}, {month}. Erstellt {when}, Zeit von {place}.</translation>
  </message>
  <message numerus="yes">
   <source>{count} followers</source>
   <translation>
    <numerusform>{count} Follower</numerusform>
    <numerusform>{count} Follower</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} rows</source>
   <translation>
    <numerusform>{count} Zeile</numerusform>
    <numerusform>{count} Zeilen</numerusform>
   </translation>
  </message>
  <message>
   <source>{currencies} are not added together.</source>
   <translation>{currencies} werden nicht zusammengezählt.</translation>
  </message>
  <message>
   <source>{days}, nothing yet today</source>
   <translation>{days}, heute noch nichts</translation>
  </message>
  <message>
   <source>{day} {hour}: {posts}. Its slot: {slot}</source>
   <translation>{day} {hour}: {posts}. Sein Termin: {slot}</translation>
  </message>
  <message>
   <source>{day}, {slot}: change or remove</source>
   <translation>{day}, {slot}: ändern oder entfernen</translation>
  </message>
  <message>
   <source>{direction} {size} a week ({interval}), by the last {n} weeks.</source>
   <translation>{direction} {size} je Woche ({interval}), nach den letzten {n} Wochen.</translation>
  </message>
  <message>
   <source>{files} in a folder of your own until {until}, or until you say below.</source>
   <translation>{files} in einem eigenen Ordner bereit, bis {until} oder bis Sie unten Bescheid geben.</translation>
  </message>
  <message>
   <source>{first} and {last}</source>
   <translation>{first} und {last}</translation>
  </message>
  <message numerus="yes">
   <source>{first} and {n} more</source>
   <translation>
    <numerusform>{first} und {n} weiterer</numerusform>
    <numerusform>{first} und {n} weitere</numerusform>
   </translation>
  </message>
  <message>
   <source>{first} to {last}</source>
   <translation>{first} bis {last}</translation>
  </message>
  <message>
   <source>{free} left on the disk</source>
   <translation>{free} auf der Platte frei</translation>
  </message>
  <message>
   <source>{gain} against the average</source>
   <translation>{gain} gegenüber dem Durchschnitt</translation>
  </message>
  <message>
   <source>{gross} gross</source>
   <translation>{gross} brutto</translation>
  </message>
  <message>
   <source>{gross} less {fee} fee</source>
   <translation>{gross} abzüglich {fee} Gebühr</translation>
  </message>
  <message>
   <source>{gross}, {fee} fee given back</source>
   <translation>{gross}, {fee} Gebühr zurückgegeben</translation>
  </message>
  <message>
   <source>{item} cannot be used</source>
   <translation>{item} ist nicht zu gebrauchen</translation>
  </message>
  <message>
   <source>{item} changed meanwhile</source>
   <translation>{item} hat sich inzwischen geändert</translation>
  </message>
  <message>
   <source>{item} is not there</source>
   <translation>{item} ist nicht da</translation>
  </message>
  <message>
   <source>{low} to {high}</source>
   <translation>{low} bis {high}</translation>
  </message>
  <message>
   <source>{many} of {limit}</source>
   <translation>{many} von {limit}</translation>
  </message>
  <message>
   <source>{many} over {limit}</source>
   <translation>{many} über {limit}</translation>
  </message>
  <message>
   <source>{month} can be reported</source>
   <translation>{month} kann berichtet werden</translation>
  </message>
  <message>
   <source>{month} of {client} is in {folder}: {file}</source>
   <translation>{month} von {client} liegt in {folder}: {file}</translation>
  </message>
  <message>
   <source>{month}'s report (PDF)</source>
   <translation>Bericht für {month} (PDF)</translation>
  </message>
  <message>
   <source>{month}, so far</source>
   <translation>{month}, bisher</translation>
  </message>
  <message>
   <source>{month}, still running</source>
   <translation>{month}, läuft noch</translation>
  </message>
  <message numerus="yes">
   <source>{names} and {n} more</source>
   <translation>
    <numerusform>{names} und {n} weiteres</numerusform>
    <numerusform>{names} und {n} weitere</numerusform>
   </translation>
  </message>
  <message>
   <source>{names}, {first} to {last}. Arrow keys read out days, Enter shows what is behind one, plus and minus look closer.</source>
   <translation>{names}, {first} bis {last}. Die Pfeiltasten lesen Tage vor, Eingabe zeigt, was dahinter ist, Plus und Minus sehen genauer hin.</translation>
  </message>
  <message>
   <source>{name} (Del)</source>
   <translation>{name} (Entf)</translation>
  </message>
  <message>
   <source>{name} (optional)</source>
   <translation>{name} (freiwillig)</translation>
  </message>
  <message>
   <source>{name} gets the whole picture.</source>
   <translation>{name} bekommt das ganze Bild.</translation>
  </message>
  <message>
   <source>{name} gets this part; the original stays as it is.</source>
   <translation>{name} bekommt diesen Teil; das Original bleibt, wie es ist.</translation>
  </message>
  <message>
   <source>{name} goes out through it, or not at all.</source>
   <translation>{name} geht durch ihn hinaus oder gar nicht.</translation>
  </message>
  <message>
   <source>{name} goes through its proxy now</source>
   <translation>{name} geht jetzt durch seinen Proxy</translation>
  </message>
  <message>
   <source>{name} is added</source>
   <translation>{name} ist hinzugefügt</translation>
  </message>
  <message>
   <source>{name} is archived</source>
   <translation>{name} ist archiviert</translation>
  </message>
  <message>
   <source>{name} is back</source>
   <translation>{name} ist wieder da</translation>
  </message>
  <message>
   <source>{name} is changed</source>
   <translation>{name} ist geändert</translation>
  </message>
  <message>
   <source>{name} is connected</source>
   <translation>{name} ist verbunden</translation>
  </message>
  <message>
   <source>{name} is deleted</source>
   <translation>{name} ist gelöscht</translation>
  </message>
  <message>
   <source>{name} is disconnected; its history stays</source>
   <translation>{name} ist getrennt; der Verlauf bleibt</translation>
  </message>
  <message>
   <source>{name} joined</source>
   <translation>{name} kam dazu</translation>
  </message>
  <message>
   <source>{name} left</source>
   <translation>{name} ging</translation>
  </message>
  <message>
   <source>{name} looks like {other}, which you already have.</source>
   <translation>{name} sieht aus wie {other}, das Sie schon haben.</translation>
  </message>
  <message>
   <source>{name} takes {most}, this has {size}: it gets a smaller form.</source>
   <translation>{name} nimmt {most}, dies hat {size}: Es bekommt eine kleinere Form.</translation>
  </message>
  <message>
   <source>{name} then comes from another address of the same zone, and its platform sees that.</source>
   <translation>{name} kommt dann von einer anderen Adresse derselben Zone, und die Plattform sieht das.</translation>
  </message>
  <message>
   <source>{name} then goes out from this computer's own address. Its login stays.</source>
   <translation>{name} geht dann von der eigenen Adresse dieses Computers hinaus. Die Anmeldung bleibt.</translation>
  </message>
  <message>
   <source>{name} works</source>
   <translation>{name} funktioniert</translation>
  </message>
  <message>
   <source>{name}, before</source>
   <translation>{name}, davor</translation>
  </message>
  <message>
   <source>{name}, no alternative text</source>
   <translation>{name}, kein Alternativtext</translation>
  </message>
  <message numerus="yes">
   <source>{name}, {n} items</source>
   <translation>
    <numerusform>{name}, {n} Stück</numerusform>
    <numerusform>{name}, {n} Stücke</numerusform>
   </translation>
  </message>
  <message>
   <source>{name}: all {limit} are there again</source>
   <translation>{name}: alle {limit} sind wieder da</translation>
  </message>
  <message>
   <source>{name}: nobody knows how many followers</source>
   <translation>{name}: niemand weiß, wie viele Follower</translation>
  </message>
  <message>
   <source>{name}: {left} of {limit} left</source>
   <translation>{name}: {left} von {limit} übrig</translation>
  </message>
  <message>
   <source>{name}: {left} of {limit} left until {when}</source>
   <translation>{name}: {left} von {limit} übrig bis {when}</translation>
  </message>
  <message>
   <source>{name}: {many}, read {age}</source>
   <translation>{name}: {many}, gelesen {age}</translation>
  </message>
  <message>
   <source>{name}: {value}</source>
   <translation>{name}: {value}</translation>
  </message>
  <message>
   <source>{name}: {what} is read from now on</source>
   <translation>{name}: ab jetzt wird gelesen: {what}</translation>
  </message>
  <message>
   <source>{net} net of {gross} gross</source>
   <translation>{net} netto von {gross} brutto</translation>
  </message>
  <message>
   <source>{now} of {target}</source>
   <translation>{now} von {target}</translation>
  </message>
  <message>
   <source>{number} side by side</source>
   <translation>{number} nebeneinander</translation>
  </message>
  <message>
   <source>{number} until {day}</source>
   <translation>{number} bis {day}</translation>
  </message>
  <message>
   <source>{number}: {target} from {first} to {last}</source>
   <translation>{number}: {target} von {first} bis {last}</translation>
  </message>
  <message>
   <source>{n} % of the way ahead of its line.</source>
   <translation>{n} % des Wegs vor seiner Linie.</translation>
  </message>
  <message>
   <source>{n} % of the way behind its line.</source>
   <translation>{n} % des Wegs hinter seiner Linie.</translation>
  </message>
  <message numerus="yes">
   <source>{n} accounts</source>
   <translation>
    <numerusform>{n} Konto</numerusform>
    <numerusform>{n} Konten</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} accounts need a new login</source>
   <translation>
    <numerusform>{n} Konto braucht eine neue Anmeldung</numerusform>
    <numerusform>{n} Konten brauchen eine neue Anmeldung</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} accounts rest: their proxies fail</source>
   <translation>
    <numerusform>Ein Konto ruht: sein Proxy fällt aus</numerusform>
    <numerusform>{n} Konten ruhen: ihre Proxys fallen aus</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} accounts take no posts</source>
   <translation>
    <numerusform>{n} Konto nimmt keine Beiträge</numerusform>
    <numerusform>{n} Konten nehmen keine Beiträge</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} are out or on their way and stayed</source>
   <translation>
    <numerusform>{n} ist erschienen oder unterwegs und blieb</numerusform>
    <numerusform>{n} sind erschienen oder unterwegs und blieben</numerusform>
   </translation>
  </message>
  <message>
   <source>{n} at the start</source>
   <translation>{n} am Anfang</translation>
  </message>
  <message numerus="yes">
   <source>{n} attached</source>
   <translation>
    <numerusform>{n} angehängt</numerusform>
    <numerusform>{n} angehängt</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} attached, no text</source>
   <translation>
    <numerusform>{n} angehängt, kein Text</numerusform>
    <numerusform>{n} angehängt, kein Text</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} belong to posts and stay</source>
   <translation>
    <numerusform>{n} gehört zu Beiträgen und bleibt</numerusform>
    <numerusform>{n} gehören zu Beiträgen und bleiben</numerusform>
   </translation>
  </message>
  <message>
   <source>{n} bytes</source>
   <translation>{n} Bytes</translation>
  </message>
  <message>
   <source>{n} cannot be used</source>
   <translation>{n} nicht zu gebrauchen</translation>
  </message>
  <message numerus="yes">
   <source>{n} could not be read</source>
   <translation>
    <numerusform>{n} war nicht lesbar</numerusform>
    <numerusform>{n} waren nicht lesbar</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} customers</source>
   <translation>
    <numerusform>{n} Käufer</numerusform>
    <numerusform>{n} Käufer</numerusform>
   </translation>
  </message>
  <message>
   <source>{n} d</source>
   <translation>{n} Tg</translation>
  </message>
  <message numerus="yes">
   <source>{n} days</source>
   <translation>
    <numerusform>{n} Tag</numerusform>
    <numerusform>{n} Tage</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} days earlier</source>
   <translation>
    <numerusform>{n} Tag früher</numerusform>
    <numerusform>{n} Tage früher</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} days in a row</source>
   <translation>
    <numerusform>{n} Tag</numerusform>
    <numerusform>{n} Tage in Folge</numerusform>
   </translation>
  </message>
  <message>
   <source>{n} days in a row with a post</source>
   <translation>{n} Tage in Folge mit einem Beitrag</translation>
  </message>
  <message numerus="yes">
   <source>{n} days later</source>
   <translation>
    <numerusform>{n} Tag später</numerusform>
    <numerusform>{n} Tage später</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} deliveries came</source>
   <translation>
    <numerusform>{n} Sendung kam</numerusform>
    <numerusform>{n} Sendungen kamen</numerusform>
   </translation>
  </message>
  <message>
   <source>{n} entered charges name no subscription and are not counted here</source>
   <translation>{n} eingetragene Abbuchungen nennen kein Abo und zählen hier nicht</translation>
  </message>
  <message numerus="yes">
   <source>{n} files lie</source>
   <translation>
    <numerusform>{n} Datei liegt</numerusform>
    <numerusform>{n} Dateien liegen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} files lie there now.</source>
   <translation>
    <numerusform>Dort liegt jetzt {n} Datei.</numerusform>
    <numerusform>Dort liegen jetzt {n} Dateien.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} files stay in the bucket, which no longer lets us delete them</source>
   <translation>
    <numerusform>{n} Datei bleibt im Bucket, der sie uns nicht mehr löschen lässt</numerusform>
    <numerusform>{n} Dateien bleiben im Bucket, der sie uns nicht mehr löschen lässt</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} files: {names}</source>
   <translation>
    <numerusform>{n} Datei: {names}</numerusform>
    <numerusform>{n} Dateien: {names}</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} followers</source>
   <translation>
    <numerusform>{n} Follower</numerusform>
    <numerusform>{n} Follower</numerusform>
   </translation>
  </message>
  <message>
   <source>{n} followers reached</source>
   <translation>{n} Follower erreicht</translation>
  </message>
  <message numerus="yes">
   <source>{n} go out in over 30 days: no earlier slots are free</source>
   <translation>
    <numerusform>{n} erscheint erst in über 30 Tagen: Frühere Termine sind nicht frei</numerusform>
    <numerusform>{n} erscheinen erst in über 30 Tagen: Frühere Termine sind nicht frei</numerusform>
   </translation>
  </message>
  <message>
   <source>{n} h</source>
   <translation>{n} h</translation>
  </message>
  <message>
   <source>{n} in the ledger already</source>
   <translation>{n} schon gebucht</translation>
  </message>
  <message numerus="yes">
   <source>{n} items</source>
   <translation>
    <numerusform>{n} Stück</numerusform>
    <numerusform>{n} Stücke</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} items are to go out with posts</source>
   <translation>
    <numerusform>{n} Stück soll mit Beiträgen erscheinen</numerusform>
    <numerusform>{n} Stücke sollen mit Beiträgen erscheinen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} items find no free slot in that week.</source>
   <translation>
    <numerusform>{n} Stück findet in der Woche keinen freien Termin.</numerusform>
    <numerusform>{n} Stücke finden in der Woche keinen freien Termin.</numerusform>
   </translation>
  </message>
  <message>
   <source>{n} left out</source>
   <translation>{n} ausgelassen</translation>
  </message>
  <message numerus="yes">
   <source>{n} lines</source>
   <translation>
    <numerusform>{n} Zeile</numerusform>
    <numerusform>{n} Zeilen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} logins are about to end</source>
   <translation>
    <numerusform>{n} Anmeldung endet bald</numerusform>
    <numerusform>{n} Anmeldungen enden bald</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} members, as they stand now</source>
   <translation>
    <numerusform>{n} Mitglied, Stand jetzt</numerusform>
    <numerusform>{n} Mitglieder, Stand jetzt</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} milestones were reached</source>
   <translation>
    <numerusform>{n} Meilenstein ist erreicht</numerusform>
    <numerusform>{n} Meilensteine sind erreicht</numerusform>
   </translation>
  </message>
  <message>
   <source>{n} min</source>
   <translation>{n} min</translation>
  </message>
  <message numerus="yes">
   <source>{n} months can be reported</source>
   <translation>
    <numerusform>{n} Monat kann berichtet werden</numerusform>
    <numerusform>{n} Monate können berichtet werden</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} more</source>
   <translation>
    <numerusform>{n} weiterer</numerusform>
    <numerusform>{n} weitere</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} more look different.</source>
   <translation>
    <numerusform>{n} weiteres sieht anders aus.</numerusform>
    <numerusform>{n} weitere sehen anders aus.</numerusform>
   </translation>
  </message>
  <message>
   <source>{n} more numbers</source>
   <translation>{n} weitere Zahlen</translation>
  </message>
  <message numerus="yes">
   <source>{n} more today, in the calendar</source>
   <translation>
    <numerusform>heute {n} weiterer, im Kalender</numerusform>
    <numerusform>heute {n} weitere, im Kalender</numerusform>
   </translation>
  </message>
  <message>
   <source>{n} ms</source>
   <translation>{n} ms</translation>
  </message>
  <message numerus="yes">
   <source>{n} need a change first</source>
   <translation>
    <numerusform>{n} braucht erst eine Änderung</numerusform>
    <numerusform>{n} brauchen erst eine Änderung</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} need a login</source>
   <translation>
    <numerusform>{n} braucht eine Anmeldung</numerusform>
    <numerusform>{n} brauchen eine Anmeldung</numerusform>
   </translation>
  </message>
  <message>
   <source>{n} new</source>
   <translation>{n} neu</translation>
  </message>
  <message numerus="yes">
   <source>{n} new messages</source>
   <translation>
    <numerusform>{n} neue Nachricht</numerusform>
    <numerusform>{n} neue Nachrichten</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} notices</source>
   <translation>
    <numerusform>{n} Meldung</numerusform>
    <numerusform>{n} Meldungen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} notices are read</source>
   <translation>
    <numerusform>{n} Meldung ist gelesen</numerusform>
    <numerusform>{n} Meldungen sind gelesen</numerusform>
   </translation>
  </message>
  <message>
   <source>{n} of {all} done</source>
   <translation>{n} von {all} fertig</translation>
  </message>
  <message>
   <source>{n} of {most}</source>
   <translation>{n} von {most}</translation>
  </message>
  <message>
   <source>{n} of {of}</source>
   <translation>{n} von {of}</translation>
  </message>
  <message>
   <source>{n} of {of} that came due</source>
   <translation>{n} von {of}, die fällig wurden</translation>
  </message>
  <message numerus="yes">
   <source>{n} payouts arrived</source>
   <translation>
    <numerusform>{n} Auszahlung ist angekommen</numerusform>
    <numerusform>{n} Auszahlungen sind angekommen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} posts</source>
   <translation>
    <numerusform>{n} Beitrag</numerusform>
    <numerusform>{n} Beiträge</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} posts are being sent</source>
   <translation>
    <numerusform>{n} Beitrag wird gesendet</numerusform>
    <numerusform>{n} Beiträge werden gesendet</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} posts are planned again</source>
   <translation>
    <numerusform>{n} Beitrag ist wieder geplant</numerusform>
    <numerusform>{n} Beiträge sind wieder geplant</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} posts are yours to put up</source>
   <translation>
    <numerusform>Ein Beitrag wartet darauf, dass Sie ihn einstellen</numerusform>
    <numerusform>{n} Beiträge warten darauf, dass Sie sie einstellen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} posts did not go out: the program was not running at their times.</source>
   <translation>
    <numerusform>{n} Beitrag ist nicht erschienen: Das Programm lief zu seiner Zeit nicht.</numerusform>
    <numerusform>{n} Beiträge sind nicht erschienen: Das Programm lief zu ihren Zeiten nicht.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} posts failed</source>
   <translation>
    <numerusform>{n} Beitrag ist fehlgeschlagen</numerusform>
    <numerusform>{n} Beiträge sind fehlgeschlagen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} posts go out at their next slots</source>
   <translation>
    <numerusform>{n} Beitrag erscheint zu seinem nächsten Termin</numerusform>
    <numerusform>{n} Beiträge erscheinen zu ihren nächsten Terminen</numerusform>
   </translation>
  </message>
  <message>
   <source>{n} posts go out, the first {when}</source>
   <translation>{n} Beiträge erscheinen, der erste {when}</translation>
  </message>
  <message numerus="yes">
   <source>{n} posts may have gone out or not</source>
   <translation>
    <numerusform>{n} Beitrag ist vielleicht erschienen</numerusform>
    <numerusform>{n} Beiträge sind vielleicht erschienen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} posts missed their time</source>
   <translation>
    <numerusform>{n} Beitrag hat seine Zeit verpasst</numerusform>
    <numerusform>{n} Beiträge haben ihre Zeit verpasst</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} posts missed their times.</source>
   <translation>
    <numerusform>{n} Beitrag hat seine Zeit verpasst.</numerusform>
    <numerusform>{n} Beiträge haben ihre Zeiten verpasst.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} posts planned, first {when}</source>
   <translation>
    <numerusform>{n} Beitrag geplant, {when}</numerusform>
    <numerusform>{n} Beiträge geplant, der erste {when}</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} posts selected</source>
   <translation>
    <numerusform>{n} Beitrag ausgewählt</numerusform>
    <numerusform>{n} Beiträge ausgewählt</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} posts went out</source>
   <translation>
    <numerusform>{n} Beitrag ist erschienen</numerusform>
    <numerusform>{n} Beiträge sind erschienen</numerusform>
   </translation>
  </message>
  <message>
   <source>{n} posts {what}</source>
   <translation>{n} Beiträge {what}</translation>
  </message>
  <message numerus="yes">
   <source>{n} rates stored</source>
   <translation>
    <numerusform>{n} Kurs gespeichert</numerusform>
    <numerusform>{n} Kurse gespeichert</numerusform>
   </translation>
  </message>
  <message>
   <source>{n} rates, {first} to {last}</source>
   <translation>{n} Kurse, {first} bis {last}</translation>
  </message>
  <message numerus="yes">
   <source>{n} reminders are due</source>
   <translation>
    <numerusform>{n} Erinnerung ist fällig</numerusform>
    <numerusform>{n} Erinnerungen sind fällig</numerusform>
   </translation>
  </message>
  <message>
   <source>{n} s</source>
   <translation>{n} s</translation>
  </message>
  <message numerus="yes">
   <source>{n} sales</source>
   <translation>
    <numerusform>{n} Verkauf</numerusform>
    <numerusform>{n} Verkäufe</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} selected</source>
   <translation>
    <numerusform>{n} ausgewählt</numerusform>
    <numerusform>{n} ausgewählt</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} sites refuse this network</source>
   <translation>
    <numerusform>Eine Seite lässt dieses Netz nicht ein</numerusform>
    <numerusform>{n} Seiten lassen dieses Netz nicht ein</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} stretches could not be read. Sums over them hold less than there was.</source>
   <translation>
    <numerusform>{n} Strecke ließ sich nicht lesen. Summen darüber enthalten weniger, als es war.</numerusform>
    <numerusform>{n} Strecken ließen sich nicht lesen. Summen darüber enthalten weniger, als es war.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} stretches of these days could not be read ({why}). They are hatched, and in no sum.</source>
   <translation>
    <numerusform>{n} Strecke dieser Tage ließ sich nicht lesen ({why}). Sie ist schraffiert und in keiner Summe.</numerusform>
    <numerusform>{n} Strecken dieser Tage ließen sich nicht lesen ({why}). Sie sind schraffiert und in keiner Summe.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} take no posts</source>
   <translation>
    <numerusform>{n} nimmt keine Beiträge</numerusform>
    <numerusform>{n} nehmen keine Beiträge</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} that were changed alone stayed</source>
   <translation>
    <numerusform>{n} allein geänderter blieb</numerusform>
    <numerusform>{n} allein geänderte blieben</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} unfinished posts</source>
   <translation>
    <numerusform>{n} unfertiger Beitrag</numerusform>
    <numerusform>{n} unfertige Beiträge</numerusform>
   </translation>
  </message>
  <message>
   <source>{original} as it came</source>
   <translation>{original}, wie es kam</translation>
  </message>
  <message>
   <source>{original} as it came, {clean} without its metadata</source>
   <translation>{original}, wie es kam, {clean} ohne seine Zusatzdaten</translation>
  </message>
  <message>
   <source>{page} (G then {key})</source>
   <translation>{page} (G, dann {key})</translation>
  </message>
  <message numerus="yes">
   <source>{page}, {n} new</source>
   <translation>
    <numerusform>{page}, {n} neue</numerusform>
    <numerusform>{page}, {n} neue</numerusform>
   </translation>
  </message>
  <message>
   <source>{part} of {whole} {base}</source>
   <translation>{part} von {whole} {base}</translation>
  </message>
  <message>
   <source>{part} of {whole} {base} of {posts}</source>
   <translation>{part} von {whole} {base} von {posts}</translation>
  </message>
  <message>
   <source>{percent} in a week</source>
   <translation>{percent} in einer Woche</translation>
  </message>
  <message>
   <source>{planned} · {here} for you</source>
   <translation>{planned} · {here} für Sie</translation>
  </message>
  <message>
   <source>{platform} is out on the internet and this computer is not. Let a tunnel of your own lead to 127.0.0.1:{port}: cloudflared, ngrok, or a server of yours.</source>
   <translation>{platform} ist im Internet, dieser Computer nicht. Lassen Sie einen eigenen Tunnel zu 127.0.0.1:{port} führen: cloudflared, ngrok oder einen eigenen Server.</translation>
  </message>
  <message>
   <source>{platform} is used through a real browser, which practice does not open. Connect it in a workspace of your own.</source>
   <translation>{platform} wird über einen echten Browser benutzt, den die Übung nicht öffnet. Verbinden Sie es in einem eigenen Arbeitsbereich.</translation>
  </message>
  <message>
   <source>{points} points</source>
   <translation>{points} Punkte</translation>
  </message>
  <message>
   <source>{posts} saved as {name}</source>
   <translation>{posts} als {name} gespeichert</translation>
  </message>
  <message>
   <source>{rate} of gross</source>
   <translation>{rate} vom Brutto</translation>
  </message>
  <message>
   <source>{rate}: all engagement over all {base}</source>
   <translation>{rate}: alle Interaktionen durch alle {base}</translation>
  </message>
  <message>
   <source>{reason}, since {when}</source>
   <translation>{reason}, seit {when}</translation>
  </message>
  <message>
   <source>{rows}, which make {sum}: days that nobody read are in the rows, not in the number.</source>
   <translation>{rows}, zusammen {sum}: Tage, die niemand gelesen hat, sind in den Zeilen, nicht in der Zahl.</translation>
  </message>
  <message>
   <source>{setting}: {value}</source>
   <translation>{setting}: {value}</translation>
  </message>
  <message numerus="yes">
   <source>{share} of {n} checks worked</source>
   <translation>
    <numerusform>{share} von {n} Prüfung gelang</numerusform>
    <numerusform>{share} von {n} Prüfungen gelangen</numerusform>
   </translation>
  </message>
  <message>
   <source>{site} takes no posts from programs. It counts as posted once you say so.</source>
   <translation>{site} nimmt keine Beiträge von Programmen an. Als veröffentlicht gilt er, sobald Sie es sagen.</translation>
  </message>
  <message>
   <source>{slot} does best: {gain} against the average, by {n} of {posts}.</source>
   <translation>{slot} wirkt am besten: {gain} gegenüber dem Durchschnitt, nach {n} von {posts}.</translation>
  </message>
  <message>
   <source>{source}: read {when}</source>
   <translation>{source}: gelesen {when}</translation>
  </message>
  <message>
   <source>{span} ago</source>
   <translation>vor {span}</translation>
  </message>
  <message>
   <source>{tile} is removed from Home</source>
   <translation>{tile} ist von der Startseite entfernt</translation>
  </message>
  <message>
   <source>{times}, last {when}</source>
   <translation>{times}, zuletzt {when}</translation>
  </message>
  <message>
   <source>{time} is for any post</source>
   <translation>{time} ist für jeden Beitrag</translation>
  </message>
  <message>
   <source>{time} is for the queue {name}</source>
   <translation>{time} ist für die Warteschlange {name}</translation>
  </message>
  <message>
   <source>{time}, {place} time</source>
   <translation>{time}, Zeit von {place}</translation>
  </message>
  <message>
   <source>{title} as a table</source>
   <translation>{title} als Tabelle</translation>
  </message>
  <message>
   <source>{to} for one {currency}</source>
   <translation>{to} für einen {currency}</translation>
  </message>
  <message>
   <source>{used} of {most} GIF on {platform}</source>
   <translation>{used} von {most} GIF auf {platform}</translation>
  </message>
  <message>
   <source>{used} of {most} film on {platform}</source>
   <translation>{used} von {most} Film auf {platform}</translation>
  </message>
  <message>
   <source>{used} of {most} images on {platform}</source>
   <translation>{used} von {most} Bildern auf {platform}</translation>
  </message>
  <message>
   <source>{used} of {room}</source>
   <translation>{used} von {room}</translation>
  </message>
  <message>
   <source>{value}, between {low} and {high}: {verdict}</source>
   <translation>{value}, zwischen {low} und {high}: {verdict}</translation>
  </message>
  <message>
   <source>{when} at the latest</source>
   <translation>spätestens {when}</translation>
  </message>
  <message numerus="yes">
   <source>{when} · {gain}, {n} posts</source>
   <translation>
    <numerusform>{when} · {gain}, {n} Beitrag</numerusform>
    <numerusform>{when} · {gain}, {n} Beiträge</numerusform>
   </translation>
  </message>
  <message>
   <source>{width} × {height} pixels</source>
   <translation>{width} × {height} Bildpunkte</translation>
  </message>
  <message>
   <source>{words} The {n} largest of {all}.</source>
   <translation>{words} Die {n} größten von {all}.</translation>
  </message>
  <message>
   <source>{words}, but {message}</source>
   <translation>{words}, aber {message}</translation>
  </message>
  <message>
   <source>{words}, incomplete</source>
   <translation>{words}, unvollständig</translation>
  </message>
  <message>
   <source>{words}, the last one {age}</source>
   <translation>{words}, zuletzt {age}</translation>
  </message>
  <message>
   <source>{words}: between {low} and {high}</source>
   <translation>{words}: zwischen {low} und {high}</translation>
  </message>
  <message>
   <source>“{step}” stays as it is. {why}</source>
   <translation>„{step}“ bleibt, wie es ist. {why}</translation>
  </message>
  <message>
   <source>− Churn</source>
   <translation>− Abwanderung</translation>
  </message>
  <message>
   <source>− Less</source>
   <translation>− Weniger</translation>
  </message>
  <message>
   <source>−1.7 % in a week</source>
   <translation>−1,7 % in einer Woche</translation>
  </message>
  <message>
   <source>≈ {amount} by {rate} of {day}, {source}</source>
   <translation>≈ {amount} zum Kurs {rate} vom {day}, {source}</translation>
  </message>
 </context>
</TS>
