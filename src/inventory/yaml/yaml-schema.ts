import { CORE_SCHEMA, defineScalarTag, mapTag, NOT_RESOLVED, nullCoreTag, seqTag } from 'js-yaml';
import { leftEmpty } from '../left-empty.js';

/** `null` as it is written out stays null. */
const nullOrLeftEmpty = defineScalarTag(nullCoreTag.tagName, {
  ...nullCoreTag,
  resolve: (source, isExplicit, tagName) => {
    if (source === '' && !isExplicit) return leftEmpty;
    const value: unknown = nullCoreTag.resolve(source, isExplicit, tagName);
    return value === null ? null : NOT_RESOLVED;
  },
});

/** Where nothing stands before a colon, the key is called null, as YAML has it. */
const mappingTag: typeof mapTag = {
  ...mapTag,
  addPair: (container, key, value) => mapTag.addPair(container, key === leftEmpty ? null : key, value),
  has: (container, key) => mapTag.has(container, key === leftEmpty ? null : key),
};

/** An item left empty is no key. */
const listTag: typeof seqTag = {
  ...seqTag,
  addItem: (container, item, index) => seqTag.addItem(container, item === leftEmpty ? null : item, index),
};

/** YAML 1.2, in which a value left empty is `leftEmpty`. */
export const yamlSchema = CORE_SCHEMA.withTags(nullOrLeftEmpty, mappingTag, listTag);
