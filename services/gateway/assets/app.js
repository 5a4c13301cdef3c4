// What pages do beyond HTML and htmx: focus after a swap, drafts, live parts. Every page works without it.

const pollEvery = 30_000, silentFor = 40_000, atMostEvery = 2_000
const quiet = new Set()

// Focus: after an act of the viewer it goes to the heading of the new part; after a live change it stays.
addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
  const id = ctx.target?.id
  if (!quiet.delete(id)) document.getElementById(id)?.querySelector('[data-focus]')?.focus()
})
document.querySelector('main [role=alert][data-focus], .errors')?.focus()

// Drafts: in this tab only, never a personal field, gone once the form is sent.
const kept = 'textarea, select, input:not([type=hidden], [type=password], [type=file])'
const fields = form => [...form.querySelectorAll(kept)].filter(each => each.name && !each.closest('[data-personal]'))
for (const form of document.querySelectorAll('form[data-draft]')) {
  const key = `draft:${form.dataset.draft}`
  const draft = JSON.parse(sessionStorage.getItem(key) ?? '[]')
  const all = fields(form)
  if (draft.length === all.length && !form.querySelector('[aria-invalid]')) {
    all.forEach((field, at) => {
      if (/^(checkbox|radio)$/.test(field.type)) field.checked = draft[at]
      else field.value = draft[at]
    })
  }
  form.addEventListener('input', () => sessionStorage.setItem(key, JSON.stringify(
    fields(form).map(field => /^(checkbox|radio)$/.test(field.type) ? field.checked : field.value))))
  form.addEventListener('submit', () => sessionStorage.removeItem(key))
}

// Live: the stream names views that changed; a part asks for itself again through its own, authorised address.
const stale = new Set()
let asked = 0, timer = 0
const typing = part => part.contains(document.activeElement) && document.activeElement.matches('input, select, textarea')

function ask() {
  timer = 0
  asked = Date.now()
  for (const id of stale) {
    const part = document.getElementById(id)
    if (part && typing(part)) continue
    stale.delete(id)
    if (!part) continue
    quiet.add(id)
    globalThis.htmx?.ajax('GET', location.href, { source: part, target: part, swap: 'outerHTML' })
  }
  if (stale.size) timer = setTimeout(ask, atMostEvery)
}

// `views`: names of views; without them every live part is stale.
function changed(views) {
  for (const part of document.querySelectorAll('[data-live-part]')) {
    const own = part.dataset.livePart.split(' ').filter(Boolean)
    if (!views || !own.length || own.some(view => views.includes(view))) stale.add(part.id)
  }
  if (stale.size) timer ||= setTimeout(ask, Math.max(0, asked + atMostEvery - Date.now()))
}

const { live } = document.body.dataset
if (live) {
  let heard = Date.now(), opened = false, polled = 0
  const note = document.querySelector('[data-live-note]')
  const hear = () => { heard = Date.now(); polled = 0; if (note) note.hidden = true }
  if (globalThis.EventSource) {
    const stream = new EventSource(live)
    stream.addEventListener('open', () => { hear(); if (opened) changed(); opened = true })
    stream.addEventListener('beat', hear)
    stream.addEventListener('changed', ({ data }) => { hear(); changed(data.split(/[\s,]+/)) })
    addEventListener('pagehide', () => stream.close())
  }
  setInterval(() => {
    const now = Date.now()
    if (now - heard < silentFor || now - polled < pollEvery) return
    polled = now
    if (note) note.hidden = false
    changed()
  }, 1_000)
}
