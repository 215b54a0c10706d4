# frozen_string_literal: true

require_relative '../../puppet_x/parallax/masks'

Puppet::Type.newtype(:parallax_mask) do
  @doc = <<~DOC
    A unit of the distribution that is stopped and cannot be started, whether its package is installed yet or not. Whether it
    was enabled and ran before is kept, and restored when the mask is no longer wanted (`parallax_purge`).
  DOC

  newparam(:unit, namevar: true) do
    desc 'The name of the unit, with its suffix.'
  end

  newproperty(:ensure) do
    desc 'The unit is masked.'
    newvalue(:masked)
    newvalue(:unmasked)
    defaultto(:masked)

    def retrieve
      PuppetX::Parallax::Masks.masked?(resource[:unit]) ? :masked : :unmasked
    end

    def sync
      PuppetX::Parallax::Masks.public_send(should == :masked ? :mask : :unmask, resource[:unit])
    end
  end
end
