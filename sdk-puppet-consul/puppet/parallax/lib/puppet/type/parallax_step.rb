# frozen_string_literal: true

require_relative '../../puppet_x/parallax/steps'

Puppet::Type.newtype(:parallax_step) do
  @doc = <<~DOC
    A command that is run once. Starting it is all that this resource does: it runs on under the service manager, and leaves
    its output and exit status under `/var/lib/parallax/steps`. A run that is killed and repeated never starts it twice; a new attempt has
    a new name.
  DOC

  newparam(:name, namevar: true) do
    desc 'The step, its version and its attempt.'
  end

  newparam(:unit) do
    desc 'The unit that runs it.'
  end

  newproperty(:ensure) do
    desc 'The step was started.'
    newvalue(:begun)
    newvalue(:lost)
    newvalue(:absent)
    defaultto(:begun)

    def retrieve
      steps = PuppetX::Parallax::Steps
      return :absent unless steps.begun?(resource[:name])

      steps.lost?(resource[:name], resource[:unit]) ? :lost : :begun
    end

    def sync
      if retrieve == :lost
        PuppetX::Parallax::Steps.settle(resource[:name], resource[:unit])
      else
        PuppetX::Parallax::Steps.start(resource[:name], resource[:unit])
      end
    end

    def change_to_s(current, _wanted)
      current == :lost ? 'noted how it ended' : 'started'
    end
  end

  autorequire(:file) { "#{PuppetX::Parallax::Systemd::UNITS}/#{self[:unit]}" }
end
