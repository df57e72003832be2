// The practice site's script: it signs every request, draws the pages by their address, and asks for more as one scrolls.
"use strict";
const {root, token, settings} = TOLD;
const began = Date.now();
const now = () => new Date(TOLD.now + (Date.now() - began));
const app = document.querySelector("#app");
const place = location.pathname.slice(root.length) || "/";
const $ = (selector, within = document) => within.querySelector(selector);
let me = null;

const cookie = name => (document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]*)`)) || [])[1];
const random = length => Array.from(crypto.getRandomValues(new Uint8Array(length)), one => one.toString(16).padStart(2, "0")).join("");
if (!localStorage.getItem("bcTokenSha")) localStorage.setItem("bcTokenSha", random(20));

function sign(parts) {
  let found = 0x811c9dc5;
  for (const unit of parts.join("\n")) found = Math.imul(found ^ (unit.charCodeAt(0) & 255), 0x01000193) >>> 0;
  return `51:${found.toString(16).padStart(8, "0")}:3a1:68f`;
}

async function call(path, {method = "GET", body} = {}) {
  const time = String(Date.now()), bc = localStorage.getItem("bcTokenSha"), user = cookie("auth_id") || "0";
  const url = `/api2/v2${path}`;
  const answer = await fetch(root + url, {
    method, body: body === undefined ? undefined : JSON.stringify(body),
    headers: {"app-token": token, "sign": sign([time, url, user, bc]), time, "user-id": user, "x-bc": bc,
      "x-hash": "practice", "x-of-rev": "practice", "content-type": "application/json"},
  });
  const text = await answer.text();
  let told = null;
  try { told = JSON.parse(text); } catch { /* a page */ }
  if (told && told.error && [101, 102, 105].includes(told.error.code)) challenge(told.error);
  if (answer.status === 401 || (told && told.isAuth === false)) login();
  return {ok: answer.ok && told !== null, status: answer.status, told};
}

const element = (html) => { const it = document.createElement("template"); it.innerHTML = html.trim(); return it.content.firstChild; };
const safe = text => String(text).replace(/[&<>"]/g, one => `&#${one.charCodeAt(0)};`);

function challenge(error) {
  if (error.code === 102) { app.append(element('<iframe class="captcha" title="captcha" src="about:blank"></iframe>')); return; }
  app.append(element('<div class="modal"><h2>Check your email</h2><input name="code"><label class="b-chckbox">Remember</label></div>'));
}

function login() {
  if ($("form.b-loginreg__form")) return;
  app.innerHTML = '<div class="b-login-wrapper"><form class="b-loginreg__form"><input name="email" autofocus><input name="password" type="password">'
    + '<button type="submit">Log in</button></form><a class="m-twitter">X</a><a class="m-google">Google</a></div>';
  $("form").onsubmit = async event => {
    event.preventDefault();
    const answer = await call("/users/login", {method: "POST", body: Object.fromEntries(new FormData(event.target))});
    if (answer.ok) location.assign(`${root}/`);
  };
}

// A list that grows as one comes near its end. `next` asks for a page and gives whether there may be more.
function endless(next, {up = false} = {}) {
  let asking = false, more = true;
  const near = () => up ? scrollY < 300 : innerHeight + scrollY >= document.body.scrollHeight - 300;
  const look = async () => {
    if (asking || !more || !near()) return;
    asking = true;
    more = await next();
    asking = false;
  };
  addEventListener("scroll", look);
  look().then(() => up && scrollTo(0, document.body.scrollHeight));
}
// Only what a person scrolls to is asked for: the list is longer than the window.
const rows = (list, make, into) => { for (const one of list) into.append(element(make(one))); };
const listed = told => Array.isArray(told) ? told : (told.list || told.users || []);
const pad = into => into.append(element('<div class="row" style="height: 900px"></div>'));

const pages = {
  "/": () => null,
  "/my/queue": async main => {
    main.append(element('<button at-attr="add_event_header">Add</button>'));
    const day = now().toISOString().slice(0, 10), end = new Date(now().getTime() + 400 * 864e5).toISOString().slice(0, 10);
    const zone = encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone);
    let offset = 0;
    endless(async () => {
      const answer = await call(`/schedules?filter[publishDate]=${day}&filter[publishDateEnd]=${end}&filter[timeZone]=${zone}&limit=20&offset=${offset}&format=infinite`);
      if (!answer.ok) return false;
      offset += 20;
      rows(listed(answer.told), one => `<div class="row">${safe(one.publishDateTime)}</div>`, main);
      pad(main);
      return answer.told.hasMore && listed(answer.told).length > 0;
    });
  },
  "/my/statistics": async () => {
    const start = new Date(now().getTime() - 30 * 864e5).toISOString().slice(0, 10);
    await call(`/users/me/stats/overview?startDate=${start}%2000:00:00&endDate=${now().toISOString().slice(0, 10)}%2023:59:59&by=visitors`);
  },
  "/my/statistics/engagement/posts": async main => {
    let before = null;
    endless(async () => {
      const answer = await call(`/users/${me.id}/posts?limit=10&order=publish_date_desc&skip_users=all&format=infinite${before ? `&beforePublishTime=${before}` : ""}`);
      if (!answer.ok || !answer.told.list.length) return false;
      for (const one of answer.told.list) await call(`/posts/${one.id}/stats`);
      before = answer.told.tailMarker;
      pad(main);
      return answer.told.hasMore;
    });
  },
  "/my/statistics/engagement/messages": async main => {
    main.append(element('<table class="b-statistics__table"><tbody></tbody></table>'));
    const start = new Date(now().getTime() - 400 * 864e5).toISOString().slice(0, 10), end = new Date(now().getTime() + 400 * 864e5).toISOString().slice(0, 10);
    let offset = 0;
    endless(async () => {
      const answer = await call(`/users/me/stats/messages/group?startDate=${start}%2000:00:00&endDate=${end}%2023:59:59&limit=10&offset=${offset}`);
      if (!answer.ok) return false;
      offset += 10;
      for (const one of answer.told.items) {
        const row = element(`<tr class="row"><td>${safe(one.date)}</td><td>${safe(one.rawText)}</td><td>${one.sentCount}</td><td>${one.isCanceled ? "Unsent" : '<button type="button" at-attr="unsend_btn">Unsend</button>'}</td></tr>`);
        const press = $("button", row);
        const go = async () => { if ((await call(`/messages/queue/${one.id}`, {method: "DELETE"})).ok) press.replaceWith("Unsent"); };
        if (press) press.onclick = () => settings.asks_yes ? dialog('<div class="modal"><button type="button">Yes</button></div>', go) : go();
        $("tbody").append(row);
      }
      return answer.told.hasMore;
    });
  },
  "/my/statistics/statements/earnings": async main => {
    main.append(element('<table class="b-statistics__table"><tbody></tbody></table>'));
    let marker = null;
    const start = new Date(now().getTime() - 4000 * 864e5).toISOString().slice(0, 10);
    endless(async () => {
      const answer = await call(`/payouts/transactions?startDate=${start}%2000:00:00&limit=100${marker ? `&marker=${marker}` : ""}`);
      if (!answer.ok) return false;
      marker = answer.told.nextMarker || answer.told.marker;
      rows(listed(answer.told), one => `<tr><td>${safe(one.createdAt)}</td><td>${one.amount}</td></tr>`, $("tbody"));
      return answer.told.hasMore;
    });
  },
  "/my/statistics/statements/payouts": async main => {
    await call("/payouts/balances");
    paged(main, offset => `/payouts/requests?limit=20&offset=${offset}&format=infinite`, 20);
  },
  "/my/statistics/statements/chargebacks": async main => {
    let marker = null;
    endless(async () => {
      const answer = await call(`/payouts/chargebacks?limit=20${marker ? `&marker=${marker}` : ""}`);
      if (!answer.ok) return false;
      marker = answer.told.marker;
      pad(main);
      return answer.told.list.length > 0;
    });
  },
  "/my/settings/subscription/tracking-links": async main =>
    paged(main, offset => `/campaigns?limit=10&offset=${offset}&pagination=1&stats=true&format=infinite`, 10),
  "/my/chats/": async main => {
    let offset = 0;
    endless(async () => {
      const answer = await call(`/chats?limit=10&offset=${offset}&order=recent&skip_users=all`);
      if (!answer.ok) return false;
      const found = listed(answer.told);
      if (found.length) await call(`/users/list?${found.map(one => `x[]=${one.withUser.id}`).join("&")}`);
      offset += 10;
      rows(found, one => `<a class="b-chats__item__link row" href="${root}/my/chats/chat/${one.withUser.id}">${one.withUser.id}</a>`, main);
      pad(main);
      return !Array.isArray(answer.told) && answer.told.hasMore && found.length > 0;
    });
  },
  "/my/chats/send": async main => {
    const answer = await call("/lists?format=infinite&limit=20&offset=0");
    const choose = `<div class="tabs"><a class="m-include">Send to</a><a class="m-exclude" href="?list=exclude">Exclude</a></div>`;
    main.append(element(choose), element('<div class="b-rows-lists"></div>'));
    const excluding = () => location.search.includes("list=exclude");
    const chosen = {include: new Set(), exclude: new Set()};
    const draw = () => {
      $(".b-rows-lists").replaceChildren(...listed(answer.told).map(one => {
        const of = chosen[excluding() ? "exclude" : "include"];
        const label = element(`<label class="row"><input type="checkbox"><span class="b-rows-lists__item__name">${safe(one.name)}</span></label>`);
        $("input", label).checked = of.has(one.id);
        $("input", label).onchange = event => event.target.checked ? of.add(one.id) : of.delete(one.id);
        return label;
      }));
    };
    $(".m-exclude").onclick = event => { event.preventDefault(); history.replaceState(null, "", "?list=exclude"); draw(); };
    $(".m-include").onclick = () => { history.replaceState(null, "", location.pathname); draw(); };
    draw();
    composer(main, {
      button: '<button type="button" at-attr="send_btn">Send</button>',
      send: given => call("/messages/queue", {method: "POST", body: {...given, userIds: [],
        userLists: [...chosen.include], excludedLists: [...chosen.exclude], filters: {}}}),
      dated: true, previews: "previews",
    });
  },
  "/posts/create": main => composer(main, {
    form: '<form id="make_post_form"></form>',
    button: '<button type="button" at-attr="submit_post">Post</button>',
    dated: true, expires: true, previews: "preview",
    send: given => call("/posts", {method: "POST", body: settings.misspelt ? misspelt(given) : given}),
  }),
};

const misspelt = ({scheduledDate, mediaFiles, isScheduled, ...rest}) => ({...rest, postedAt: scheduledDate, media: mediaFiles});

function paged(main, path, size) {
  let offset = 0;
  endless(async () => {
    const answer = await call(path(offset));
    if (!answer.ok) return false;
    offset += size;
    const found = listed(answer.told);
    rows(found, () => '<div class="row">one</div>', main);
    pad(main);
    return !Array.isArray(answer.told) && answer.told.hasMore && found.length > 0;
  });
}

async function fans(main, kind) {
  await call("/subscriptions/count/all");
  let offset = 0;
  endless(async () => {
    const answer = await call(`/subscriptions/subscribers?type=${kind}&limit=20&offset=${offset}&format=infinite&more=true`);
    if (!answer.ok) return false;
    offset += 20;
    rows(listed(answer.told), one => `<div class="row">${one.id}</div>`, main);
    pad(main);
    return !Array.isArray(answer.told) && answer.told.hasMore && (listed(answer.told).length > 0 || settings.lying);
  });
}

async function feed(user) {
  const main = $("main");
  let before = null;
  endless(async () => {
    const answer = await call(`/users/${user.id}/posts?limit=10&order=publish_date_desc&skip_users=all&format=infinite${before ? `&beforePublishTime=${before}` : ""}`);
    if (!answer.ok || !answer.told.list.length) return false;
    before = answer.told.tailMarker;
    rows(answer.told.list, one => `<div class="b-post row">${one.id}</div>`, main);
    pad(main);
    return answer.told.hasMore;
  });
}

async function chat(main, fan) {
  let before = null;
  main.append(element('<div class="b-chat__messages-wrapper"></div>'));
  composer(main, {
    wrapper: "b-make-post__text-input", button: '<button type="button" at-attr="send_btn">Send</button>', previews: "previews",
    send: given => call(`/chats/${fan}/messages`, {method: "POST", body: {...given, lockedText: false, isForward: false}}),
  });
  endless(async () => {
    const answer = await call(`/chats/${fan}/messages?limit=10&order=desc&skip_users=all${before ? `&id=${before}` : ""}`);
    if (!answer.ok || !answer.told.list.length) return false;
    before = answer.told.list.at(-1).id;
    rows(answer.told.list, one => `<div class="b-chat__message__text${one.fromUser.id === me.id ? " m-from-me" : ""}">${safe(one.text)}</div>`, $(".b-chat__messages-wrapper"));
    pad($(".b-chat__messages-wrapper"));
    return answer.told.hasMore;
  }, {up: true});
}

// The form for posts, letters and messages to many.
function composer(main, {form, wrapper = "", button, send, dated = false, expires = false, previews}) {
  const into = element(form || '<form class="b-make-post"></form>');
  main.append(into);
  const editor = settings.older
    ? '<div class="b-text-editor js-text-editor" role="textbox" contenteditable="true" data-is-empty="true"></div>'
    : '<div class="tiptap ProseMirror" contenteditable="true" data-is-empty="true"></div>';
  into.append(element(`<div class="${wrapper}">${editor}</div>`));
  into.append(element('<button type="button" id="attach_file_photo">Media</button>'), element('<input type="file" id="file_upload_input" multiple hidden>'));
  into.append(element('<button type="button" at-attr="price_btn">Price</button>'));
  if (expires) into.append(element('<button type="button" class="b-make-post__expire-period-btn">Expires</button>'));
  if (dated) into.append(element('<button type="button" class="b-make-post__datepicker-btn" aria-label="Schedule post">Schedule</button>'));
  into.append(element('<span class="b-make-post__schedule-date" hidden></span>'), element('<button type="button" class="b-clear">Clear</button>'));
  into.append(element(button), element('<div class="b-reminder-form m-error" hidden></div>'));
  const text = $("[contenteditable]", into), submit = into.querySelector("[at-attr=submit_post], [at-attr=send_btn]");
  const state = {files: [], uploading: 0, price: 0, preview: 0, expires: null, at: null};
  const fresh = () => {
    const empty = !text.innerText.trim();
    text.dataset.isEmpty = String(empty);
    const off = settings.stuck || state.uploading > 0 || (empty && !state.files.length);
    submit.disabled = off;
    submit.classList.toggle("m-disabled", off);
    if (submit.matches("[at-attr=submit_post]")) submit.textContent = state.at ? "Schedule" : "Post";
  };
  const clear = () => {
    Object.assign(state, {files: [], price: 0, preview: 0, expires: null, at: null});
    text.textContent = "";
    $(".b-make-post__schedule-date", into).hidden = true;
    fresh();
  };
  const wrong = told => {
    const shown = $(".b-reminder-form", into);
    shown.textContent = told && told.error ? told.error.message : "Internal error";
    shown.hidden = false;
  };
  text.addEventListener("input", fresh);
  $(".b-clear", into).onclick = clear;
  $("#attach_file_photo", into).onclick = () => $("#file_upload_input", into).click();
  $("#file_upload_input", into).onchange = async event => {
    const files = [...event.target.files];
    state.uploading += files.length;
    fresh();
    for (const file of files) {
      const claim = await upload(file);
      if (claim) state.files.push(claim); else wrong(null);
      state.uploading -= 1;
      fresh();
    }
    event.target.value = "";
  };
  $("[at-attr=price_btn]", into).onclick = () => dialog('<div class="modal"><input id="price_input_1" inputmode="decimal"><label class="b-preview"><input type="checkbox" at-attr="preview_first">Preview</label><button type="button">Save</button></div>', it => {
    state.price = Number($("#price_input_1", it).value);
    state.preview = $("[at-attr=preview_first]", it).checked ? 1 : 0;
  });
  if (expires) $(".b-make-post__expire-period-btn", into).onclick = () => {
    const it = dialog('<div class="modal b-expire">' + [1, 3, 7, 30].map(one => `<label><input type="radio" name="expire" value="${one}">${one} day${one > 1 ? "s" : ""}</label>`).join("") + '<button type="button">Save</button></div>',
      () => { state.expires = Number(($("input:checked", it) || {}).value) || null; });
  };
  if (dated) $(".b-make-post__datepicker-btn", into).onclick = () => picker(state.at || now(), at => {
    state.at = at;
    const shown = new Date(at.getTime() + settings.hours_off * 36e5);
    $(".b-make-post__schedule-date", into).textContent = shown.toLocaleString("en-US", {month: "short", day: "numeric", year: "numeric", hour: "numeric", minute: "2-digit", hour12: settings.twelve_hours});
    $(".b-make-post__schedule-date", into).hidden = false;
    fresh();
  });
  const go = async () => {
    submit.disabled = true;
    const body = {text: paragraphs(text), mediaFiles: state.files, price: state.price, userTags: [], rfTag: [], rfGuest: [], rfPartner: [],
      [previews]: state.files.slice(0, state.preview).map(one => one.processId)};
    if (state.expires) body.expirePeriod = state.expires;
    if (state.at) Object.assign(body, {isScheduled: 1, scheduledDate: state.at.toISOString().replace(/\.\d+Z/, "+00:00")});
    const answer = await send(body);
    if (answer.ok) clear(); else wrong(answer.told);
    fresh();
  };
  submit.onclick = () => settings.asks_yes ? dialog('<div class="modal"><button type="button">Yes</button></div>', go) : go();
  fresh();
}

const paragraphs = editor => {
  const lines = editor.innerText.replace(/\n+$/, "").split("\n").map(safe);
  return lines.join("") ? `<p>${lines.join("<br />")}</p>` : "";
};

function dialog(html, saved) {
  const it = element(html);
  document.body.append(it);
  it.querySelector("button").onclick = () => { saved(it); it.remove(); };
  return it;
}

async function upload(file) {
  const key = `upload/${random(8)}-${random(4)}/${Date.now()}/${file.name}`;
  await call(`/vault/media/hash?h=${random(16)}&size=${file.size}`);
  const made = await call("/upload/signed/create", {method: "POST", body: {key, parts: 1, contentType: file.type, secure: false}});
  if (!made.ok) return null;
  const put = await fetch(root + encodeURI(made.told.putUrl), {method: "PUT", body: file});
  if (!put.ok) return null;
  await call("/upload/signed/finish", {method: "POST", body: {key}});
  const form = new FormData();
  form.append("file", new Blob([file.name]), "name");
  const claim = await fetch(`${root}/file/upload`, {method: "POST", body: form});
  return claim.ok ? claim.json() : null;
}

// The dialog of dates, as the real site's library has it: days that are over cannot be chosen.
function picker(begin, chosen) {
  const months = Array.from({length: 12}, (_, one) => new Date(2000, one, 1).toLocaleString("en-US", {month: "long"}));
  let year = begin.getFullYear(), month = begin.getMonth(), day = begin.getDate(), hour = begin.getHours(), minute = begin.getMinutes(), timing = false;
  const it = element('<div class="vdatetime-popup"></div>');
  document.body.append(it);
  const option = (text, on, click, of) => {
    const made = element(`<div class="vdatetime-time-picker__item${on ? " vdatetime-time-picker__item--selected" : ""}">${text}</div>`);
    made.onclick = () => { click(); draw(); };
    $(of, it).append(made);
  };
  const draw = () => {
    it.innerHTML = '<div class="vdatetime-popup__tab date">Date</div><div class="vdatetime-popup__tab time">Time</div><div class="body"></div>'
      + `<div class="vdatetime-popup__actions__button vdatetime-popup__actions__button--cancel">Cancel</div><div class="vdatetime-popup__actions__button vdatetime-popup__actions__button--confirm">${timing ? "Ok" : "Next"}</div>`;
    $(".date", it).onclick = () => { timing = false; draw(); };
    $(".time", it).onclick = () => { timing = true; draw(); };
    $(".vdatetime-popup__actions__button--cancel", it).onclick = () => it.remove();
    $(".vdatetime-popup__actions__button--confirm", it).onclick = () => {
      if (!timing) { timing = true; draw(); return; }
      it.remove();
      chosen(new Date(year, month, day, hour, minute));
    };
    if (timing) times(); else days();
  };
  const days = () => {
    $(".body", it).innerHTML = `<span class="vdatetime-calendar__navigation--previous">&lt;</span><span class="vdatetime-calendar__current--month">${months[month]} ${year}</span><span class="vdatetime-calendar__navigation--next">&gt;</span><div class="vdatetime-calendar__month"></div>`;
    const turn = by => { const to = new Date(year, month + by, 1); year = to.getFullYear(); month = to.getMonth(); draw(); };
    $(".vdatetime-calendar__navigation--previous", it).onclick = () => turn(-1);
    $(".vdatetime-calendar__navigation--next", it).onclick = () => turn(1);
    const into = $(".vdatetime-calendar__month", it), today = new Date(now().getFullYear(), now().getMonth(), now().getDate());
    for (let blank = 0; blank < new Date(year, month, 1).getDay(); blank++) into.append(element('<div class="vdatetime-calendar__month__day"><span></span></div>'));
    for (let one = 1; one <= new Date(year, month + 1, 0).getDate(); one++) {
      const over = new Date(year, month, one) < today;
      const made = element(`<div class="vdatetime-calendar__month__day${over ? " vdatetime-calendar__month__day--disabled" : ""}${one === day ? " vdatetime-calendar__month__day--selected" : ""}"><span><span>${one}</span></span></div>`);
      if (!over) made.onclick = () => { day = one; draw(); };
      into.append(made);
    }
  };
  const times = () => {
    const half = settings.twelve_hours;
    $(".body", it).innerHTML = '<div class="vdatetime-time-picker__list vdatetime-time-picker__list--hours"></div><div class="vdatetime-time-picker__list vdatetime-time-picker__list--minutes"></div>' + (half ? '<div class="vdatetime-time-picker__list vdatetime-time-picker__list--suffix"></div>' : "");
    const hours = ".vdatetime-time-picker__list--hours", two = one => String(one).padStart(2, "0");
    for (let one = half ? 1 : 0; one < (half ? 13 : 24); one++) {
      const is = half ? hour % 12 === one % 12 : hour === one;
      option(half ? String(one) : two(one), is, () => { hour = half ? (one % 12) + (hour >= 12 ? 12 : 0) : one; }, hours);
    }
    for (let one = 0; one < 60; one++) option(two(one), one === minute, () => { minute = one; }, ".vdatetime-time-picker__list--minutes");
    if (half) for (const one of ["am", "pm"]) option(one, (hour >= 12) === (one === "pm"), () => { hour = (hour % 12) + (one === "pm" ? 12 : 0); }, ".vdatetime-time-picker__list--suffix");
  };
  draw();
}

async function begin() {
  const answer = await call("/users/me");
  if (!answer.ok || !answer.told.isAuth) { if (!answer.told || !answer.told.error) login(); return; }
  me = answer.told;
  app.innerHTML = `<header><span class="g-avatar"></span><a class="m-create-post" data-name="PostsCreate" href="${root}/posts/create">New post</a>`
    + `<a href="${root}/my/chats/">Messages</a></header><main></main>`;
  const main = $("main"), hit = place.match(/^\/my\/chats\/chat\/(\d+)$/), list = place.match(/^\/my\/collections\/user-lists\/subscribers\/(\w+)$/);
  if (hit) return chat(main, Number(hit[1]));
  if (list) return fans(main, list[1]);
  if (pages[place]) return pages[place](main);
  const user = await call(`/users/${encodeURIComponent(place.slice(1))}`);
  return user.ok ? feed(user.told) : null;
}
begin();
