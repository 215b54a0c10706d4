# frozen_string_literal: true

require_relative '../../puppet_x/parallax/packages'

Puppet::Type.newtype(:parallax_packages) do
  @doc = <<~DOC
    The packages that a component needs, installed by one run of apt, without starting their services. Which were not there
    before is kept, so that `parallax_purge` can take them away again; and which versions they were brought to, so that what somebody else changed
    is told from what the host's own data changed.
  DOC

  newparam(:name, namevar: true) do
    desc 'A title: the unit that needs them.'
  end

  newproperty(:packages, array_matching: :all) do
    desc 'Names, each with `=VERSION` where one is asked for.'

    def retrieve
      should.select { |wanted| PuppetX::Parallax::Packages.installed?(wanted) }
    end

    def insync?(current)
      (current.sort == should.sort).tap { |same| PuppetX::Parallax::Packages.settle(should) if same && !resource.noop? }
    end

    def sync
      PuppetX::Parallax::Packages.install(should)
    end

    def change_to_s(current, wanted)
      "installed #{([wanted].flatten - [current].flatten).join(', ')}"
    end
  end
end
