// electron-builder calls this before it packs an app, so that the app contains its notices and its bill of materials.
import { writeSbom } from './sbom.mjs';

export const beforePack = () => writeSbom();
