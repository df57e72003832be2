<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
 <context>
  <name>OFAuto</name>
  <message>
   <source>--endpoint takes NAME=URL, not {a}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>--override takes ACCOUNT:text=…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>--what takes some of {a}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>-state needs -country-us</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>-{a} needs -{b} as well</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>-{a} stands twice in the proxy's user name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A few words, so that you know what it is about</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A login is about to end</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A milestone was reached</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A payout is on its way</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A platform's credit is used up</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A post failed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A post may have gone out or not</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A post missed its time</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A post that goes out at once cannot be taken back here.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A post went out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A post without text</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A reminder is due</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A user access token of OAuth 2.0</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Accounts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Accounts you follow</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Accounts you mention</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Address of the file of rates</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Advanced</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>After 1 minute</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>After 10 minutes</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>After 15 minutes</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>After 30 minutes</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>After 5 minutes</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>After an hour</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>All</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>An account needs a new login</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Appearance</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>April</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>As little as possible</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>As the desktop</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ask before publishing at once</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>August</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Back up now</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Backed up</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Calendar</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cancel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Clients</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Close</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Colours</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Comfortable</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Coming</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Commands</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Compact</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Dark</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Day</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>December</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Delete</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Desktop notices rest from</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Deutsch</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Direct messages on X are not built yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Do not tell me</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Done again: {step}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drawing (SVG)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Each account's time zone</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Each by itself</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Edit post</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Empty: each client in their own currency. Totals that were converted are marked with ≈.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Empty: the European Central Bank's own.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>English</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Everyone</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Fans</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>February</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Fetch the European Central Bank's rates each day</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Given with the scope offline.access</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Good news</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Gumroad answered {a}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Gumroad answered {a}, which this contract does not know</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Gumroad asks to wait</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Gumroad does not say whose login this is; the account may be suspended</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Gumroad has no {a} to read</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Gumroad is connected for money and customers; nothing is published there.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Gumroad no longer accepts this access token</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Gumroad's API gives no access to conversations.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Gumroad's API gives no follower counts; subscribers are read as fans.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Gumroad's API gives no likes, views or reach.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Gumroad's API lists no posts.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Gumroad's pings are unsigned; sales are read from the list instead, which misses none.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>High contrast</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In an hour</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In the program</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It comes again tomorrow at this time</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It goes out {when}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>January</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>July</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>June</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep posting while locked by idleness</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep quiet hours</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep running in the tray when the window closes</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Language and formats</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Light</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Lock</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Lock when idle</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Log in again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Made with AI</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>March</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mark all read</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mark as read</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mark as unread</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>May</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Media</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Money</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Movement</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Never</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Next Monday</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No days</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No reminders. “Remind me” keeps one.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing could be planned: each of them needs a change first</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing is found for “{typed}”.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing is known yet.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing is unread.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing to tell. What happens to posts, logins and money is told here.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing waits</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing: the bell has it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Notices</source>
   <translation type="unfinished" />
  </message>
  <message numerus="yes">
   <source>Notices: {n} are unread</source>
   <translation type="unfinished">
    <numerusform />
    <numerusform />
   </translation>
  </message>
  <message>
   <source>November</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Numbers (CSV)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Numbers and dates as in</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Numbers could not be read for hours</source>
   <translation type="unfinished" />
  </message>
  <message numerus="yes">
   <source>Numbers of {n} accounts could not be read for hours</source>
   <translation type="unfinished">
    <numerusform />
    <numerusform />
   </translation>
  </message>
  <message>
   <source>OFAuto – locked</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>October</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>On the desktop too</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>On the desktop, with sound</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>One notice that sums it up</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>One small file a day, from the address under Advanced. Nothing of yours is sent.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Only for an app registered as confidential</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open OFAuto to see which.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Page (PDF)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Pages</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Paid partnership</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Picture (PNG)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Planned posts go out on time while it runs there. Off: closing the window ends the program.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Planned posts go out on time while nobody is there. Off: they wait until you unlock.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Posts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Posts, media and fans could not be searched. Try again in a moment.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Problems</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Publishing</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Quiet hours</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Recent</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Redo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Redo: {step}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Register an app in the developer console of X, add the three callback addresses, copy its client ID.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Remind me</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Remind me …</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Reminder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Reminders</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Resumed: posts go out again at their times</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Rows</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Rules</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SOCKS proxies cannot be used; give the proxy's HTTP address</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save this chart</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Saved as {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Say nothing</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Say so on the post</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Search or go to</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Search posts, media, fans, settings … or type a command</source>
   <translation type="unfinished" />
  </message>
  <message numerus="yes">
   <source>Send the {n} that waited</source>
   <translation type="unfinished">
    <numerusform />
    <numerusform />
   </translation>
  </message>
  <message>
   <source>September</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Settle it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show all days (0)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show as a chart</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show as a table</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show names and reasons in desktop notices</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show older ones</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show the holidays of</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show times in</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Starting and closing</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Storage and retention</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Sync now</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Synced</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Synced; not everything could be read of {names}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Text size</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The arrow keys move through what is found, Return opens it.</source>
   <translation type="unfinished" />
  </message>
  <message numerus="yes">
   <source>The credit of {n} platforms is used up</source>
   <translation type="unfinished">
    <numerusform />
    <numerusform />
   </translation>
  </message>
  <message>
   <source>The export of a tax year begins there.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The last backup is a week old</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The last backup is old</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The period before</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The reminder is deleted</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The tax year begins in</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The token that “Generate access token” shows for your application</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>They stand at their days in the calendar. Nothing is moved because of them.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Things fade and slide only to show where they went.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This computer's time zone</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This time has passed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Time</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Today</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tomorrow</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tomorrow morning</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Totals in</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Touch</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Touch makes everything large enough for a finger.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Undo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Undo: {step}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Undone: {step}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Unread</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Verified accounts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What about?</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What came meanwhile</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What happened</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What is found</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What it was done to is no longer open.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>When the access token ends (ISO 8601)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Who can reply</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>X accepted it but its answer cannot be read</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>X accepts one cashtag a post</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>X answered {a} when the login was to be renewed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>X asks to wait</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>X cannot use this file: {a}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>X does not know this post or user</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>X does not say whose login this is; the account may be suspended</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>X does not show this timeline ({a})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>X ends a login only with the app's client ID; it can be ended under Connected apps at X</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>X gave a post an id that is no number</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>X has no {a} to read</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>X has not finished preparing the file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>X limits how often a login is renewed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>X renewed the login with an answer that cannot be read: {a}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>X repeats its pages; the list of posts may have holes</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>X says that it has a post with this text already</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>X sends webhooks only to enterprise customers</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>X tells no earnings through its interface</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>X tells no subscribers through its interface</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>X wants the app's client secret; enter it and log in again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Yesterday</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Your access and renewal tokens, sealed on this computer. Never your password.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Your app's client ID; needed to renew the token by itself</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Your subscribers</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a Bright Data user name reads brd-customer-ID-zone-NAME</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a calendar shows up to two months at once</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a client needs a name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a client's name has at most {a} characters</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a credential's fields are texts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a film comes as a file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a folder cannot lie in itself</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a folder needs a name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a folder's name has at most {a} characters</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a folder's name holds no slash</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a gateway in front of Gumroad answered 403</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a limit is larger than nothing</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a mark is at most a year long</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a media file is damaged</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a media file is missing</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a media file of the backup is missing</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a media item is attached twice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a name is needed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a part of a thread may wait {a} minutes at most</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a part of the thread is empty</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a passphrase is needed: --unlock-fd or --unlock-file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a practice account never leaves this computer, so it has no use for a proxy</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a proxy's address begins with http://</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a rate is a number above 0</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a rate is a number such as 1.0712</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a rate is between two currencies</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a rate is of a day</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a reminder has at most {a} characters</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a reminder needs words</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a reply names the post it answers by its id, the number at the end of its address</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a slot is a weekday and a time of the day</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a slot is named twice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a smart folder holds what its rule finds; nothing is put into it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a stored credential cannot be read</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a stored credential was changed or belongs to another place</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a tag has at most {a} characters</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a time is wanted; `unplan` makes drafts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>an account has at most {a} slots a week</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>an account's name has 1 to {a} characters</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>an endpoint begins with https:// or http:// and names a host</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>an upgrade needs a backup first</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>another OFAuto has this workspace open</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>choose at least one account</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>client_id is missing: the app that you registered at the platform</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>clocks skip {a} that day in {b}; it goes out later by the gap</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>comparing needs the first day of a period</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>every slot of the next year is taken</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>expires_at is a time of ISO 8601 with its offset, as 2026-12-24T18:00:00Z</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>expires_at is not an ISO 8601 time</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>file descriptor {a} cannot be read</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>file descriptor {a} does not give text</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>filters are plain JSON</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>folders lie {a} deep at most</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>give two currencies, or none</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>gumroad.com → Settings → Advanced → Applications → Generate access token</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>in a moment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>in {span}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>it cannot be made small enough</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>it cannot be read ({a})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>it changed while it was being read</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>it contains characters that do not belong there; copy it again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>it ends before it begins</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>it has more pixels than can be opened safely</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>it has no account to cancel it on</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>it has no slot of its own at that time</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>it has no time to move from</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>it has {a} MB; no platform takes more than {b} MB</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>it has {a} by {b} pixels, more than can be opened safely</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>it holds no picture</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>it is a folder or a device, not a file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>it is encrypted with the right key but holds another program's tables</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>it is larger than {a} MB</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>it is not UTF-8 text</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>it waits for no time any more</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>it was changed meanwhile</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>its login does not work ({a}); the post will wait for it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>its picture or sound is of a kind that cannot be used</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>its picture or sound is of a kind that cannot be used, or the film is damaged</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>its schema {a} is newer than this program's {b}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>just now</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>line {a} of the file of rates does not begin with a day</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>line {a} of the file of rates holds a rate that cannot be</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>line {a} of the file of rates holds a rate that is no number</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>never</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>no credential is stored for this account</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>no slot of the next year is free</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>none of these accounts can take a price</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>nothing can be served at {a}:{b} ({c})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>nothing of it is left to cancel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>only a film has a cover to choose</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>only still pictures can be cut and made smaller</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>part of this thread is out already; write a new post instead</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>port {a} is for SOCKS; use {b}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>post {a} is not meant for that account</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>post {a} says the same on this account within a day</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>say one of: posted with its id, not posted, send again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>several accounts have this name; use an id ({a})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>that file exists already</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>that folder is gone</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>that is beyond every calendar</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the X account has no credit left</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the X app has used up its allowance</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the X app is not enrolled in a project; see its developer console</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the access token, sealed; sales, refunds, payouts and subscriptions, without names or addresses of buyers</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the account's proxy cannot be read</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the account's proxy cannot be used: {a}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the address after -ip- is malformed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the address to paste begins with {a}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the answer has no {a}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the archive of rates cannot be opened</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the archive of rates holds no single CSV file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the backup is damaged</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the backup was written by a newer version</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the backup's header is damaged</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the bank answered with status {a}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the bank's file of rates is not where it was</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the credential is missing; give it as a JSON object by --secret-fd</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the credential is not a JSON object</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the credential must be a JSON object of texts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the data folder cannot be written ({a})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the database in the backup does not match its manifest</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the database in the backup is not the one its manifest names</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the database is damaged ({a} pages); restore a backup</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the database is damaged, or not the one of this key file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the disk has {a} MB left and {b} MB are needed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the file cannot be read ({a})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the file cannot be written ({a})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the file is empty</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the file is not UTF-8 text</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the file is too long for a post</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the file of rates does not begin with “Date” and a currency for each column</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the file of rates has more than {a} lines</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the file of rates is larger than {a} MB</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the file of rates is no CSV file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the file of rates is no text</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the file with the passphrase cannot be read</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the film cannot be prepared ({a})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the film has no such moment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the film is cut off</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the film is damaged or cut off</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the film is damaged, cut off, or of a kind that cannot be used</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the folder to restore into is not empty</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the key does not fit the database</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the key file cannot be read ({a})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the key file is damaged</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the key file is missing, without which nobody can open the database</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the key file was edited, or belongs to another database</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the key file was written by a newer version</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the keychain did not answer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the keychain did not keep what was given to it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the keychain did not open</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the keychain holds something else for this workspace</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the keychain no longer holds this workspace's secret</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the last day comes before the first, or years after it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the library would grow beyond the limit that you have set for it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the list is not in order: it may go round in circles</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the list names the same page again and again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the list of products goes round in circles</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the list of subscribers names the same page again and again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the login can no longer be renewed; log in again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the login could not be renewed: {a}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the login has ended and there is nothing to renew it with</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the login in the browser was not finished within 5 minutes</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the login was ended while it was being renewed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the login was not granted {a}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the media folder cannot be used ({a})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the name of {a} has at most {b} characters</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the part to cut out lies outside the picture</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the passphrase is needed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the passphrase is needed: --unlock-fd or --unlock-file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the passphrase is too easy to guess</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the period ends before it begins</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the picture is damaged or cut off</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the platform asked to wait</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the proxy lost the answer ({a})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the proxy refused: {a}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the proxy refuses this login (407)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the proxy's host name cannot be read</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the proxy's password is missing</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the proxy's port is missing or is no number from 1 to 65535</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the proxy's user name has a part that Bright Data does not know</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the proxy's user name or password contains a space or a line break</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the text holds a character that X refuses</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the text is {a} over X's limit of {b}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is a client of this name already</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is a folder of that name here already</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is a queue of this name already</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is a text for account {a}, which the post is not meant for</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is a view of this name already</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is a workspace in this folder already</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is an account of this name already</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is no access token</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is no account of this name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is no account {a}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is no client of this name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is no client {a}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is no folder of that name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is no login for this account; log in again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is no mark {a}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is no media item {a}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is no media item {a} in the library</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is no platform {a}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is no post {a}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is no preview of it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is no queue {a}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is no saved view {a}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is no such file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is no text and no media</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is no workspace here yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>there is no workspace here; ofauto init makes one</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>these filters are too long to keep</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>this account of the platform is connected already</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>this address belongs to another login, or was used already</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>this computer has no keychain</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>this computer has no keychain that keeps secrets</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>this computer's keychain is another one than before</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>this is no currency of ISO 4217</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>this is not a backup of OFAuto</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>this line is no longer in the ledger</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>this login belongs to {a}, not to {b}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>this page keeps no views</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>this platform gives nothing to read</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>this reminder is gone</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>this time has passed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>this view was stored in a form that is not known here</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>unknown</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>until</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>what --secret-fd or --unlock-fd gives is too long</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>what follows -{a}- in the proxy's user name cannot be read</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{ago} · new</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{amount} earned in all</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a} ({b}) is in the past</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a} cannot be read ({b})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a} cannot be read or written ({b})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a} cannot be written ({b})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a} comes twice that day in {b}; the first counts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a} does not list its posts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a} has no endpoint of this name (known: {b})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a} has no threads</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a} is missing. {b}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a} is no metric; metrics are {b}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a} is no state; states are {b}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a} is none of {b}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a} is not an ISO 8601 day</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a} is not an ISO 8601 day or time</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a} is out of range</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a} knows no setting {b}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a} knows no such field (known: {b})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a} needs a name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a} offers no login through the browser</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a} products could not be read</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a} takes no pictures</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a} takes no posts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a} {b}; ofauto platforms lists those that can be</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a}: {b} is none of {c}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a}{b} {c} to go out with {d}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{first} and {last}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{first} to {last}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{names}, {first} to {last}. Arrow keys read out days, Enter shows what is behind one, plus and minus look closer.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name}, before</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name}: {value}</source>
   <translation type="unfinished" />
  </message>
  <message numerus="yes">
   <source>{n} accounts need a new login</source>
   <translation type="unfinished">
    <numerusform />
    <numerusform />
   </translation>
  </message>
  <message>
   <source>{n} bytes</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{n} d</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{n} days in a row with a post</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{n} followers reached</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{n} h</source>
   <translation type="unfinished" />
  </message>
  <message numerus="yes">
   <source>{n} logins are about to end</source>
   <translation type="unfinished">
    <numerusform />
    <numerusform />
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} milestones were reached</source>
   <translation type="unfinished">
    <numerusform />
    <numerusform />
   </translation>
  </message>
  <message>
   <source>{n} min</source>
   <translation type="unfinished" />
  </message>
  <message numerus="yes">
   <source>{n} need a change first</source>
   <translation type="unfinished">
    <numerusform />
    <numerusform />
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} notices</source>
   <translation type="unfinished">
    <numerusform />
    <numerusform />
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} notices are read</source>
   <translation type="unfinished">
    <numerusform />
    <numerusform />
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} payouts are on their way</source>
   <translation type="unfinished">
    <numerusform />
    <numerusform />
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} posts are planned again</source>
   <translation type="unfinished">
    <numerusform />
    <numerusform />
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} posts failed</source>
   <translation type="unfinished">
    <numerusform />
    <numerusform />
   </translation>
  </message>
  <message>
   <source>{n} posts go out, the first {when}</source>
   <translation type="unfinished" />
  </message>
  <message numerus="yes">
   <source>{n} posts may have gone out or not</source>
   <translation type="unfinished">
    <numerusform />
    <numerusform />
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} posts missed their time</source>
   <translation type="unfinished">
    <numerusform />
    <numerusform />
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} posts went out</source>
   <translation type="unfinished">
    <numerusform />
    <numerusform />
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} reminders are due</source>
   <translation type="unfinished">
    <numerusform />
    <numerusform />
   </translation>
  </message>
  <message>
   <source>{n} s</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{span} ago</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{title} as a table</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>“{step}” stays as it is. {why}</source>
   <translation type="unfinished" />
  </message>
 </context>
</TS>
