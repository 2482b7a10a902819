'use strict';

const EVERY_MILLIS = 2000;
const ROWS = 50;
const at = id => document.getElementById(id);
const form = at('person');
let edited = null;
let graphsEarlyRetries = 0;

async function call(method, path, body) {
  const answer = await fetch('/sandbox/' + path, {
    method,
    headers: body ? {'Content-Type': 'application/json'} : {},
    body: body && JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) {
    throw new Error(json.message ?? 'status ' + answer.status);
  }
  return json;
}

const tenantPath = rest => `tenants/${encodeURIComponent(at('tenant').value)}/${rest}`;
const accountPath = rest => `accounts/${encodeURIComponent(at('account').value)}/${rest}`;

/** One row: a name and a mark above, a quieter line below. Text only, so names can hold anything. */
function row(first, mark, kind, second, onClick) {
  const line = document.createElement(onClick ? 'button' : 'div');
  line.className = 'row';
  if (onClick) {
    line.type = 'button';
    line.addEventListener('click', onClick);
  }
  for (const [text, classes] of [[first, ''], [mark, 'mark ' + kind], [second, 'second']]) {
    const span = document.createElement('span');
    span.className = classes;
    span.textContent = text;
    span.dir = 'auto';
    span.title = text;
    line.append(span);
  }
  const item = document.createElement('li');
  item.append(line);
  return item;
}

/** Replaces the rows only when they differ, so that focus and hover survive the refresh. */
function show(id, data, write, none) {
  const list = at(id);
  const now = JSON.stringify(data);
  if (list.dataset.shown === now) {
    return;
  }
  list.dataset.shown = now;
  if (data.length) {
    list.replaceChildren(...data.map(write));
  } else {
    const item = document.createElement('li');
    item.className = 'none';
    item.textContent = none;
    list.replaceChildren(item);
  }
}

const lines = (...parts) => parts.filter(Boolean).join(' · ');

function personRow(person) {
  const [mark, kind] = person.state !== 'live' ? ['deleted', 'bad']
      : !person.accountEnabled ? ['disabled', 'warn']
      : person.userType === 'Guest' ? ['guest', '']
      : ['enabled', 'good'];
  const second = lines(person.mail ?? 'no mail', person.jobTitle ?? 'no job title');
  return row(person.displayName || person.id, mark, kind, second, () => edit(person));
}

function userRow(user) {
  const mark = lines(user.external_id ? 'linked' : 'not linked', user.is_active ? 'active' : user.status);
  return row(`${user.first_name} ${user.last_name}`, mark, user.is_active ? (user.external_id ? 'good' : '') : 'warn',
      lines(user.email, user.title));
}

function deliveryRow(delivery) {
  const taken = delivery.status >= 200 && delivery.status < 300;
  const mark = delivery.status === -1 ? 'lost on purpose'
      : delivery.status === 0 ? 'no answer'
      : `${delivery.status} in ${delivery.tookMillis} ms`;
  const second = lines(new Date(delivery.time).toLocaleTimeString(), delivery.kinds.join(', '),
      delivery.attempt > 1 && `attempt ${delivery.attempt}`, delivery.resources.join(', '));
  return row(delivery.names.join(', ') || 'lifecycle event', mark, taken ? 'good' : 'bad', second);
}

function choices(select, values, label) {
  const now = values.map(label).join('\n');
  if (select.dataset.shown !== now) {
    select.dataset.shown = now;
    const chosen = select.value;
    select.replaceChildren(...values.map((one, i) => new Option(label(one), Object.values(one)[0])));
    if ([...select.options].some(option => option.value === chosen)) {
      select.value = chosen;
    }
  }
}

/** Shows how things are, but never under the cursor of who is changing them. */
function showFaults(fieldset, now) {
  for (const field of at(fieldset).querySelectorAll('[name]')) {
    if (field === document.activeElement || !(field.name in now)) {
      continue;
    }
    if (field.type === 'checkbox') {
      field.checked = now[field.name];
    } else {
      field.value = field.name === 'resourceUnits' ? quota(now.resourceUnits) : now[field.name];
    }
  }
}

const quota = units => ({3500: 'small', 5000: 'medium', 8000: 'large'})[units] ?? (units === 'none' ? 'none' : '');

function valueOf(field) {
  return field.type === 'checkbox' ? field.checked : field.type === 'number' ? Number(field.value) : field.value;
}

async function setFaults(path, body) {
  try {
    await call('PUT', path, body);
    await refresh();
  } catch (problem) {
    at('state').textContent = problem.message;
    at('state').className = 'problem';
  }
}

function figures(report) {
  const numbers = {
    'ZenQMS calls': report.calls,
    'mails caused': report.mailsCaused.length,
    'idle writes': report.writesWithoutDifference.length,
    'early retries': report.earlyRetries.length + graphsEarlyRetries,
  };
  at('report').replaceChildren(...Object.entries(numbers).map(([name, value]) => {
    const pair = document.createElement('div');
    const term = document.createElement('dt');
    const number = document.createElement('dd');
    term.textContent = name;
    number.textContent = value.toLocaleString();
    pair.append(term, number);
    return pair;
  }));
}

async function refresh() {
  const overview = await call('GET', 'overview');
  choices(at('tenant'), overview.tenants, one => one.tenantId);
  choices(at('account'), overview.accounts, one => one.name);
  let waiting = 0;
  const query = `?limit=${ROWS}&q=${encodeURIComponent(at('search').value)}`;
  if (at('tenant').value) {
    const people = await call('GET', tenantPath('people' + query));
    const deliveries = await call('GET', tenantPath(`deliveries?limit=${ROWS}`));
    at('people-count').textContent = `${people.total.toLocaleString()} people, ${people.openSubscriptions} subscribed`;
    at('deliveries-count').textContent = deliveries.total.toLocaleString();
    const faults = await call('GET', tenantPath('faults'));
    showFaults('tenant-faults', faults);
    showFaults('delivery-faults', await call('GET', tenantPath('delivery')));
    graphsEarlyRetries = faults.earlyRetries.length;
    waiting = faults.pending + faults.pendingBatchItems;
    show('people', people.data, personRow, 'Nobody here.');
    show('deliveries', deliveries.data, deliveryRow, 'None yet.');
  }
  if (at('account').value) {
    const users = await call('GET', accountPath('users' + query));
    at('users-count').textContent = users.total.toLocaleString();
    show('users', users.data, userRow, 'Nobody here.');
    const faults = await call('GET', accountPath('faults'));
    showFaults('account-faults', faults);
    waiting += faults.pending;
    figures(await call('GET', accountPath('report')));
  }
  at('faults-state').textContent = waiting ? `calls that will break: ${waiting.toLocaleString()}` : '';
}

async function tick() {
  try {
    await refresh();
    at('state').textContent = '';
    at('state').className = '';
  } catch (problem) {
    at('state').textContent = 'The sandbox does not answer: ' + problem.message;
    at('state').className = 'problem';
  }
}

function edit(person) {
  edited = person;
  const live = !person || person.state === 'live';
  at('editor-title').textContent = person ? person.displayName || 'A person' : 'A new person';
  at('editor-id').textContent = person?.id ?? '';
  at('problem').textContent = '';
  for (const field of form.querySelectorAll('input')) {
    field.value = person?.[field.name] ?? '';
    field.disabled = !live;
  }
  at('save').hidden = !live;
  at('actions').hidden = !person;
  const possible = {
    'disable': live && person?.accountEnabled,
    'enable': live && !person?.accountEnabled,
    'soft-delete': live,
    'restore': !live,
    'hard-delete': true,
  };
  for (const button of at('actions').children) {
    button.hidden = !possible[button.dataset.action];
  }
  at('editor').showModal();
}

async function act(work) {
  try {
    await work();
    at('editor').close();
    await tick();
  } catch (problem) {
    at('problem').textContent = problem.message;
  }
}

form.addEventListener('submit', event => {
  event.preventDefault();
  // An empty field means the directory has no value there.
  const fields = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim() || null]));
  const name = [fields.givenName, fields.surname].filter(Boolean).join(' ');
  act(() => edited
      ? call('PATCH', tenantPath(`people/${edited.id}`), name ? {...fields, displayName: name} : fields)
      : call('POST', tenantPath('people'), {...fields, displayName: name}));
});
at('actions').addEventListener('click', event => {
  const action = event.target.dataset.action;
  if (action) {
    act(() => call('POST', tenantPath(`people/${edited.id}/${action}`)));
  }
});
at('cancel').addEventListener('click', () => at('editor').close());
at('hire').addEventListener('click', () => edit(null));
for (const id of ['tenant', 'account', 'search']) {
  at(id).addEventListener('input', tick);
}


for (const [fieldset, path] of [
  ['tenant-faults', () => tenantPath('faults')],
  ['delivery-faults', () => tenantPath('delivery')],
  ['account-faults', () => accountPath('faults')],
]) {
  at(fieldset).addEventListener('change', event => setFaults(path(), {[event.target.name]: valueOf(event.target)}));
  at(fieldset).addEventListener('click', event => {
    if (event.target.dataset.set) {
      setFaults(path(), {[event.target.dataset.set]: true});
    }
  });
}
at('break').addEventListener('click', () => {
  const field = name => at('next-faults').querySelector(`[name="${name}"]`).value;
  const [side, ...operation] = field('side').split(' ');
  const [fault, status] = field('fault').split(' ');
  const next = {fault, times: Number(field('times')), operation: operation.join(' ') || null};
  if (status) {
    next.status = Number(status);
    next.retryAfter = status === '429' ? '2.5' : null;
  }
  setFaults(side === 'tenant' ? tenantPath('faults') : accountPath('faults'), {next});
});
at('recover').addEventListener('click', async () => {
  await setFaults(tenantPath('faults'), {recover: true});
  await setFaults(accountPath('faults'), {recover: true});
});

tick();
setInterval(tick, EVERY_MILLIS);
