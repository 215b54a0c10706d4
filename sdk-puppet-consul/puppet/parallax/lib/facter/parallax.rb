# frozen_string_literal: true

require_relative '../puppet_x/parallax/identity'

# What this machine is in a fleet; nothing on a machine that is no host of one.
Facter.add(:parallax) do
  setcode { PuppetX::Parallax::Identity.fact }
end
