export const station = {
  description: 'what the window of this computer is for',
  show: 'show whether it is a desk or an activation station, and which PINs are allowed',
  lock: 'from its next start, users activate their own keys here, and nothing else is possible',
  unlock: 'from its next start, it is a desk again',
  weakPins: 'whether PINs that are easy to guess are refused or allowed when a person chooses one',
  desk: 'The window of this computer is a desk.',
  activation: 'In the window of this computer, users activate their own keys, and nothing else is possible.',
  refused: 'PINs that are easy to guess are refused.',
  allowed: 'PINs that are easy to guess are allowed.',
} as const;
