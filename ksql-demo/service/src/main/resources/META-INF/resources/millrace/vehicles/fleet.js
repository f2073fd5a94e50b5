// Vehicles that move on a canvas above a map: each glides from where it is shown to where it was last heard.

const GLIDE_MILLIS = 1100;
const OLD_MILLIS = 30_000;
const LABELS = 260;
const LABEL_WIDTH = 30;
const LABEL_HEIGHT = 15;
const HUE_STEP = 8;
const HEADING_STEP = 6;
// with many vehicles a frame less often costs nobody's eyes anything
const FRAME_MILLIS = 30;

/** A colour for a route that is always the same, apart from its neighbours'. */
function hue(text) {
  let hash = 7;
  for (const c of text ?? '') hash = (hash * 31 + c.charCodeAt(0)) >>> 0;
  return Math.round((hash * 137.508) % 360 / HUE_STEP) * HUE_STEP;
}

/** A layer of Leaflet: put(row), remove(key), keep(test); it calls picked(vehicle or null) when the map is clicked. */
export function fleet(L, map, picked) {
  const vehicles = new Map();
  const sprites = new Map();
  let chosen = null, colours = {}, frame = 0, drawn = 0, spriteSize = 0, lastFrame = 0, drawMillis = 0;

  const Layer = L.Layer.extend({
    onAdd() {
      this.canvas = L.DomUtil.create('canvas', 'leaflet-zoom-hide', map.getPanes().overlayPane);
      this.canvas.style.pointerEvents = 'none';
      map.on('moveend resize zoomend viewreset', this.place, this).on('click', this.click, this);
      this.place();
    },
    /** The canvas covers what is in view and a rim, so that dragging shows no edge. */
    place() {
      const size = map.getSize(), rim = size.multiplyBy(.15).round(), ratio = window.devicePixelRatio || 1;
      this.origin = map.containerPointToLayerPoint([0, 0]).subtract(rim);
      L.DomUtil.setPosition(this.canvas, this.origin);
      const width = size.x + 2 * rim.x, height = size.y + 2 * rim.y;
      this.canvas.width = width * ratio;
      this.canvas.height = height * ratio;
      this.canvas.style.width = width + 'px';
      this.canvas.style.height = height + 'px';
      this.canvas.getContext('2d').setTransform(ratio, 0, 0, ratio, 0, 0);
      schedule();
    },
    click(event) {
      let best = null, nearest = 18;
      for (const v of vehicles.values()) {
        const distance = map.latLngToContainerPoint([v.lat, v.long]).distanceTo(event.containerPoint);
        if (distance < nearest) { nearest = distance; best = v; }
      }
      picked(best);
    },
  });
  const layer = new Layer().addTo(map);

  function schedule() { if (!frame) frame = requestAnimationFrame(draw); }

  /** Where a vehicle is shown at a time. */
  function glide(v, now) {
    const share = Math.min(1, (now - v.heard) / GLIDE_MILLIS);
    v.lat = v.fromLat + (v.row.lat - v.fromLat) * share;
    v.long = v.fromLong + (v.row.long - v.fromLong) * share;
    return share < 1;
  }

  function draw(now) {
    frame = 0;
    if (now - lastFrame < FRAME_MILLIS && vehicles.size > 500) { schedule(); return; }
    lastFrame = now;
    const began = performance.now();
    const canvas = layer.canvas, g = canvas.getContext('2d');
    const width = parseFloat(canvas.style.width), height = parseFloat(canvas.style.height);
    g.clearRect(0, 0, width, height);
    const zoom = map.getZoom(), size = zoom >= 15 ? 11 : zoom >= 13 ? 8.5 : zoom >= 11 ? 6 : 4;
    if (size !== spriteSize) { spriteSize = size; sprites.clear(); }
    const inView = [];
    let moving = false;
    for (const v of vehicles.values()) {
      if (glide(v, now)) moving = true;
      const p = map.latLngToLayerPoint([v.lat, v.long]);
      const x = p.x - layer.origin.x, y = p.y - layer.origin.y;
      if (x > -20 && y > -20 && x < width + 20 && y < height + 20) inView.push([v, x, y]);
    }
    for (const [v, x, y] of inView) arrow(g, v, x, y, size, now);
    if (zoom >= 12 && inView.length <= LABELS || zoom >= 14) labels(g, inView, size);
    drawn = inView.length;
    drawMillis += .1 * (performance.now() - began - drawMillis);
    if (moving) schedule();
  }

  /** A vehicle's picture for a colour, a heading and a size, drawn once: copying one is much cheaper than drawing paths. */
  function sprite(v, size, old) {
    const turn = v.row.heading == null ? -1 : Math.round(v.row.heading / HEADING_STEP) % (360 / HEADING_STEP);
    const key = (old ? -1 : v.hue) * 1000 + turn;
    let picture = sprites.get(key);
    if (picture) return picture;
    const ratio = window.devicePixelRatio || 1, half = size * 1.25 + 2;
    picture = document.createElement('canvas');
    picture.width = picture.height = Math.ceil(2 * half * ratio);
    picture.half = half;
    const g = picture.getContext('2d');
    g.scale(ratio, ratio);
    g.translate(half, half);
    g.globalAlpha = old ? .4 : 1;
    g.fillStyle = old ? colours.soft : `hsl(${v.hue} 62% ${colours.dark ? 62 : 42}%)`;
    g.strokeStyle = colours.land;
    g.beginPath();
    if (turn < 0) {
      g.arc(0, 0, size * .7, 0, 7);
    } else {
      g.rotate(turn * HEADING_STEP * Math.PI / 180);
      g.moveTo(0, -size * 1.25); g.lineTo(size * .8, size); g.lineTo(0, size * .5); g.lineTo(-size * .8, size);
    }
    g.closePath();
    g.fill();
    g.stroke();
    sprites.set(key, picture);
    return picture;
  }

  function arrow(g, v, x, y, size, now) {
    if (v.row.vehicle === chosen) { g.beginPath(); g.arc(x, y, size * 2, 0, 7); g.strokeStyle = colours.accent; g.lineWidth = 2.5; g.stroke(); }
    const picture = sprite(v, size, now - v.heard + v.age > OLD_MILLIS);
    g.drawImage(picture, x - picture.half, y - picture.half, 2 * picture.half, 2 * picture.half);
  }

  function labels(g, inView, size) {
    g.font = '600 11px system-ui, sans-serif';
    g.textAlign = 'left';
    g.textBaseline = 'middle';
    g.lineWidth = 3;
    g.lineJoin = 'round';
    g.strokeStyle = colours.land;
    g.fillStyle = colours.text;
    // one name in a place: of several that would cover each other, the first, so that it stays the same one
    const taken = new Set();
    for (const [v, x, y] of inView) {
      const place = Math.round(x / LABEL_WIDTH) * 1e5 + Math.round(y / LABEL_HEIGHT);
      if (!v.row.route || v.row.vehicle !== chosen && taken.has(place)) continue;
      taken.add(place);
      g.strokeText(v.row.route, x + size + 3, y);
      g.fillText(v.row.route, x + size + 3, y);
    }
  }

  document.addEventListener('visibilitychange', schedule);
  return {
    vehicles,
    get drawn() { return drawn; },
    /** What a frame costs lately, in milliseconds. */
    get drawMillis() { return drawMillis; },
    put(row) {
      const now = performance.now(), old = vehicles.get(row.vehicle);
      if (old) {
        glide(old, now);
        // what jumps is not dragged over the map
        const jump = Math.abs(row.lat - old.lat) + Math.abs(row.long - old.long) > .02;
        Object.assign(old, { fromLat: jump ? row.lat : old.lat, fromLong: jump ? row.long : old.long, row, heard: now, age: row.age_ms });
        if (old.route !== row.route) { old.route = row.route; old.hue = hue(row.route); }
      } else {
        vehicles.set(row.vehicle, { row, lat: row.lat, long: row.long, fromLat: row.lat, fromLong: row.long, heard: now, age: row.age_ms, route: row.route, hue: hue(row.route) });
      }
      schedule();
    },
    remove(key) { vehicles.delete(key); schedule(); },
    /** Forgets those of which the test says no. */
    keep(test) { for (const [key, v] of vehicles) if (!test(v)) vehicles.delete(key); schedule(); },
    choose(key) { chosen = key; schedule(); },
    colours(c) { colours = c; sprites.clear(); schedule(); },
  };
}
