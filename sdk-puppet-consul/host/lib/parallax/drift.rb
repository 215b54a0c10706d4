# frozen_string_literal: true

module Parallax
  # What a run of Puppet found changed by hand.
  module Drift
    # What follows from another difference and names nothing of its own.
    CONSEQUENCES = %w[configuration loaded].freeze

    module_function

    # Has a run leave those replicas as they are and only say what differs. Packages that our own runs brought to another version, as for a step of a
    # revision that was given up, were not changed by hand: they follow the data.
    def leave(catalog, replicas)
      return if replicas.empty?

      catalog.resources.each do |resource|
        resource[:noop] = true if replicas.include?(replica(resource.pathbuilder)) && !brought?(resource)
      end
    end

    def brought?(resource)
      return false unless resource.type == :parallax_packages

      packages = PuppetX::Parallax::Packages
      differing = [resource.should(:packages)].flatten.reject { |wanted| packages.installed?(wanted) }
      !differing.empty? && differing.all? { |wanted| packages.brought?(wanted) }
    end

    # @param report Puppet's, of the run
    # @param settled the replicas whose data were applied before
    # @return [Array<Hash>] `replica`, `kind`, `name`, `fields` (`path`, `before` as applied, `after` as found) and whether it was `repaired`
    def of(report, settled)
      report.resource_statuses.values.filter_map do |status|
        replica = replica(status.containment_path)
        events = status.events.select { |event| told?(event) && !moved?(event) }
        next if events.empty? || !settled.include?(replica) || PuppetX::Parallax::Registrations.taken.include?(status.title)

        gone = events.any? { |event| event.previous_value.to_s == 'absent' }
        { 'replica' => replica, 'kind' => status.resource_type.downcase.delete_prefix('parallax_'), 'name' => status.title,
          'fields' => events.map { |event| field(event, gone) }, 'repaired' => events.none? { |event| event.status == 'noop' } }
      end
    end

    def replica(path)
      [path].flatten.join('/')[/Parallax::Replica\[([^\]]+)\]/, 1]
    end

    def told?(event)
      %w[success noop].include?(event.status) && event.property && !CONSEQUENCES.include?(event.property.to_s)
    end

    # Packages that the host's data had brought to another version.
    def moved?(event)
      return false unless event.property.to_s == 'packages'

      differing = [event.desired_value].flatten - [event.previous_value].flatten
      event.status == 'success' && !PuppetX::Parallax::Packages.put_back?(differing)
    end

    # Without what a file holds, which may be secret, and without digests of it.
    def field(event, gone)
      return { 'path' => 'content', 'before' => 'as applied', 'after' => gone ? nil : 'changed' } if event.property.to_s == 'content'

      { 'path' => event.property.to_s, 'before' => text(event.desired_value), 'after' => text(event.previous_value) }
    end

    def text(value)
      found = [value].flatten.join(', ')
      found.empty? || found == 'absent' ? nil : found
    end
  end
end
