# frozen_string_literal: true

%w[files masks packages steps storage systemd].each { |part| require_relative "../../puppet_x/parallax/#{part}" }

Puppet::Type.newtype(:parallax_purge) do
  @doc = <<~DOC
    Undoes what an earlier run did and the present data no longer asks for: units are stopped within their grace and removed,
    files put back as they were, masks and packages taken away, results of
    steps forgotten, storage deleted that is not kept; and what a run that was killed left to hold services back.
  DOC

  # For each kind: what is there too much, and how it goes.
  kinds = {
    'units' => [
      ->(resource) { PuppetX::Parallax::Systemd.ours - resource[:keep] },
      ->(surplus, _) { PuppetX::Parallax::Systemd.remove(surplus) }
    ],
    'files' => [
      ->(resource) { PuppetX::Parallax::Files.ours - resource[:keep] },
      lambda { |surplus, _|
        surplus.each { |path| PuppetX::Parallax::Files.restore(path) }
        PuppetX::Parallax::Files.sweep_directories
      }
    ],
    'masks' => [
      ->(resource) { PuppetX::Parallax::Masks.surplus(resource[:keep]) },
      ->(surplus, _) { surplus.each { |unit| PuppetX::Parallax::Masks.unmask(unit) } }
    ],
    'packages' => [
      lambda { |resource|
        PuppetX::Parallax::Packages.forget_versions(resource[:keep]) unless resource.noop?
        PuppetX::Parallax::Packages.surplus(resource[:keep])
      },
      ->(surplus, resource) { PuppetX::Parallax::Packages.remove(surplus, resource[:keep]) }
    ],
    'policy' => [
      ->(_) { PuppetX::Parallax::Packages.left_behind },
      ->(surplus, _) { PuppetX::Parallax::Packages.let_go(surplus) }
    ],
    'steps' => [
      ->(resource) { PuppetX::Parallax::Steps.surplus(resource[:keep]) },
      ->(surplus, _) { surplus.each { |key| PuppetX::Parallax::Steps.forget(key) } }
    ],
    'storage' => [
      ->(resource) { PuppetX::Parallax::Storage.surplus(resource[:keep], resource[:told]) },
      ->(surplus, _) { surplus.each { |name| PuppetX::Parallax::Storage.remove(name) } }
    ]
  }.freeze

  newparam(:kind, namevar: true) do
    desc "What is purged: #{kinds.keys.join(', ')}."
    newvalues(*kinds.keys)
    munge(&:to_s)
  end

  newparam(:keep) do
    desc 'Names of what is wanted.'
    defaultto { [] }
    munge { |names| [names].flatten }
  end

  newparam(:told) do
    desc 'Names of kept storage that shall go.'
    defaultto { [] }
    munge { |names| [names].flatten }
  end

  newproperty(:surplus) do
    desc 'Whether there is anything too much.'
    newvalue(:none)
    newvalue(:some)
    defaultto(:none)

    define_method(:retrieve) do
      @surplus = kinds.fetch(resource[:kind]).first.call(resource)
      @surplus.empty? ? :none : :some
    end

    define_method(:sync) { kinds.fetch(resource[:kind]).last.call(@surplus, resource) }

    def change_to_s(_current, _wanted)
      "removed #{@surplus.join(', ')}"
    end
  end
end
