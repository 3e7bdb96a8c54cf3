/** What the rest of the house needs of the printing room. */
export { previewPng } from './preview.ts';
export { type RenderedDocument, renderDocument } from './render.ts';
